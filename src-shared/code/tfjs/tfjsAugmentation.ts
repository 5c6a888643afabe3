import type { Fill } from '../../training/augmentations';
import type { MixedWith } from '../../training/augmentations/augmentation';
import { brightestByte, grayWeights } from '../../training/augmentations/changes';
import type { PlannedChanges } from '../augmentation/plannedChanges';
import type { WrittenChanges } from '../augmentation/writtenChanges';

export const javaScriptWords = { draw: 'draw()', floor: 'Math.floor', sin: 'Math.sin', cos: 'Math.cos' };

/** Where a coordinate outside the images is taken from; null where nothing stands there. */
const insides: Readonly<Record<Fill, string | null>> = {
  zero: null,
  edge: `const inside = (at, length) => at.clipByValue(0, length - 1);`,
  reflect: `const inside = (at, length) => {
    const folded = at.add(0.5).mod(2 * length);
    const mirrored = tf.where(folded.less(length), folded, tf.sub(2 * length, folded)).sub(0.5);
    return mirrored.clipByValue(0, length - 1);
  };`,
};

function moveSource(fill: Fill): string {
  const inside = insides[fill];
  const from = (text: string, length: string) => (inside === null ? text : `inside(${text}, ${length})`);
  return `/** Takes the pixel at (x, y) from (xx x + xy y + x0, yx x + yy y + y0), mixed of the four around. */
function move(images, maps) {
  const [count, height, width, channels] = images.shape;
  const each = (index) => tf.tensor(maps.map((map) => map[index]), [count, 1, 1]);
  const [xx, xy, x0, yx, yy, y0] = [0, 1, 2, 3, 4, 5].map(each);
  const [x, y] = [tf.range(0, width), tf.range(0, height).reshape([height, 1])];
${inside === null ? '' : `  ${inside}\n`}  const fromX = ${from('xx.mul(x).add(xy.mul(y)).add(x0)', 'width')};
  const fromY = ${from('yx.mul(x).add(yy.mul(y)).add(y0)', 'height')};
  const [left, top] = [fromX.floor(), fromY.floor()];
  const [right, below] = [fromX.sub(left).expandDims(-1), fromY.sub(top).expandDims(-1)];
  const pixels = images.reshape([-1, channels]);
  const first = tf.range(0, count * height * width, height * width, 'int32').reshape([count, 1, 1]);
  const within = (at, length) => at.clipByValue(0, length - 1).toInt();
  const at = (y, x) => {
    const isRow = y.greaterEqual(0).logicalAnd(y.less(height));
    const isColumn = x.greaterEqual(0).logicalAnd(x.less(width));
    const row = first.add(within(y, height).mul(tf.scalar(width, 'int32')));
    const known = isRow.logicalAnd(isColumn).toFloat().expandDims(-1);
    return pixels.gather(row.add(within(x, width))).mul(known);
  };
  const mix = (a, b, share) => a.mul(tf.sub(1, share)).add(b.mul(share));
  const upper = mix(at(top, left), at(top, left.add(1)), right);
  const lower = mix(at(top.add(1), left), at(top.add(1), left.add(1)), right);
  return mix(upper, lower, below);
}`;
}

const gray = (channels: number): string => `x.mul([${grayWeights(channels).join(', ')}]).sum(-1, true)`;

const others: Readonly<Record<MixedWith, (channels: number) => string | null>> = {
  black: () => null,
  gray,
  meanGray: (channels) => `${gray(channels)}.mean([1, 2], true)`,
};

/** What is drawn for one image, as an array. */
function drawn({ assignments, colors, move, covers }: WrittenChanges): string {
  const lines = assignments.map(({ name, text }) => `const ${name} = ${text};`);
  const parts = [
    ...(colors.length === 0 ? [] : [`factors: [${colors.map(({ factor }) => factor).join(', ')}]`]),
    ...(move === null ? [] : [`map: [${move.map.join(', ')}]`]),
    ...(covers.length === 0
      ? []
      : [`covers: [${covers.map(({ top, left }) => `[${top}, ${left}]`).join(', ')}]`]),
  ];
  return `/** A number in [0, 1). Layerlab draws others: by its seed, the step and the image. */
const draw = () => Math.random();

/** What happens to one image. */
function change() {
${[...lines, `return { ${parts.join(', ')} };`].map((line) => `  ${line}`).join('\n')}
}`;
}

function colorLines({ colors }: WrittenChanges, channels: number, areBytes: boolean): string[] {
  return colors.flatMap(({ mixedWith }, index) => {
    const factor = `perImage(({ factors }) => factors[${index}])`;
    const other = others[mixedWith](channels);
    const rest = other === null ? '' : `.add(${other}.mul(tf.sub(1, factor${index + 1})))`;
    return [
      `const factor${index + 1} = ${factor};`,
      `x = x.mul(factor${index + 1})${rest}${areBytes ? `.clipByValue(0, ${brightestByte})` : ''};`,
    ];
  });
}

function coverLines({ covers }: WrittenChanges): string[] {
  return covers.flatMap(({ side }, index) => {
    const within = (place: number, axis: number, shape: string) =>
      `covered(x.shape[${axis}], perImage(({ covers }) => covers[${index}][${place}]), ${side}, ${shape})`;
    return [`x = x.mul(tf.sub(1, ${within(0, 1, '[1, -1, 1, 1]')}.mul(${within(1, 2, '[1, 1, -1, 1]')})));`];
  });
}

const coveredSource = `/** 1 from \`start\` on, \`side\` places long; 0 elsewhere. */
function covered(length, start, side, shape) {
  const places = tf.range(0, length).reshape(shape);
  return places.greaterEqual(start).logicalAnd(places.less(start.add(side))).toFloat();
}`;

/** `augment(images, scale)` with what it needs. */
export function tfjsAugmentation({ changes, channels, areBytes, words }: PlannedChanges): string[] {
  const { move, colors, covers } = changes;
  const needsEach = colors.length + covers.length > 0;
  const lines = [
    'const changes = Array.from({ length: images.shape[0] }, change);',
    ...(needsEach ? ['const perImage = (of) => tf.tensor(changes.map(of), [changes.length, 1, 1, 1]);'] : []),
    'let x = images.toFloat();',
    ...colorLines(changes, channels, areBytes),
    'x = scale(x);',
    ...(move === null ? [] : ['x = move(x, changes.map(({ map }) => map));']),
    ...coverLines(changes),
    'return x;',
  ];
  return [
    drawn(changes),
    ...(move === null ? [] : [moveSource(move.fill)]),
    ...(covers.length > 0 ? [coveredSource] : []),
    `/**
 * ${words}.
 * @param {tf.Tensor4D} images as they are stored; gives them scaled
 */
export function augment(images, scale) {
  return tf.tidy(() => {
${lines.map((line) => `    ${line}`).join('\n')}
  });
}`,
  ];
}
