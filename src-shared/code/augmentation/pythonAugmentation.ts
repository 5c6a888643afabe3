import { indented } from '../../frameworks/values';
import type { Fill } from '../../training/augmentations';
import type { MixedWith } from '../../training/augmentations/augmentation';
import { brightestByte, grayWeights } from '../../training/augmentations/changes';
import type { PlannedChanges } from './plannedChanges';

export const pythonWords = { draw: 'draw()', floor: 'math.floor', sin: 'math.sin', cos: 'math.cos' };

/** Where a coordinate outside the image is taken from; null where nothing stands there. */
const insides: Readonly<Record<Fill, string | null>> = {
  zero: null,
  edge: 'np.clip(at, 0, length - 1)',
  reflect: `folded = (at + 0.5) % (2 * length)
np.clip(np.where(folded < length, folded, 2 * length - folded) - 0.5, 0, length - 1)`,
};

function insideSource(fill: Fill): string[] {
  const lines = insides[fill]?.split('\n');
  if (lines === undefined) return [];
  const last = `return ${lines.at(-1) ?? ''}`;
  return [
    `def inside(at, length):
    """Where an image is taken from beyond its edges."""
${indented([...lines.slice(0, -1), last].join('\n'), 4)}`,
  ];
}

function moveSource(fill: Fill): string[] {
  const from = (text: string, length: string) =>
    insides[fill] === null ? text : `inside(${text}, ${length})`;
  return [
    ...insideSource(fill),
    `def move(image, xx, xy, x0, yx, yy, y0):
    """Takes the pixel at (x, y) from (xx x + xy y + x0, yx x + yy y + y0), mixed of the four around."""
    height, width = image.shape[:2]
    y, x = np.mgrid[:height, :width]
    from_x = ${from('xx * x + xy * y + x0', 'width')}
    from_y = ${from('yx * x + yy * y + y0', 'height')}
    left, top = np.floor(from_x).astype(int), np.floor(from_y).astype(int)
    right, below = (from_x - left)[..., None], (from_y - top)[..., None]

    def at(y, x):
        known = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        return np.where(known[..., None], image[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)], 0)

    upper = (1 - right) * at(top, left) + right * at(top, left + 1)
    lower = (1 - right) * at(top + 1, left) + right * at(top + 1, left + 1)
    return (1 - below) * upper + below * lower`,
  ];
}

const gray = (channels: number): string =>
  `(image * [${grayWeights(channels).join(', ')}]).sum(axis=-1, keepdims=True)`;

const others: Readonly<Record<MixedWith, (channels: number) => string>> = {
  black: () => '0',
  gray,
  meanGray: (channels) => `${gray(channels)}.mean()`,
};

/** `augment(image, scale)` with what it needs. */
export function pythonAugmentation({ changes, channels, areBytes, seed, words }: PlannedChanges): string[] {
  const { assignments, colors, move, covers } = changes;
  const lines = [
    ...assignments.map(({ name, text }) => `${name} = ${text}`),
    ...colors.flatMap(({ mixedWith, factor }) => [
      `factor = ${factor}`,
      `image = factor * image + (1 - factor) * ${others[mixedWith](channels)}`,
      ...(areBytes ? [`image = np.clip(image, 0, ${brightestByte})`] : []),
    ]),
    'image = np.array(scale(image))',
    ...(move === null ? [] : [`image = move(image, ${move.map.join(', ')})`]),
    ...covers.flatMap(({ top, left, side }) => [
      `top, left = ${top}, ${left}`,
      `image[max(0, top) : max(0, top + ${side}), max(0, left) : max(0, left + ${side})] = 0`,
    ]),
    'return image.astype("float32")',
  ];
  return [
    `generator = np.random.default_rng(${seed})


def draw():
    """A number in [0, 1). Layerlab draws others: by its seed, the step and the image."""
    return generator.random()`,
    ...(move === null ? [] : moveSource(move.fill)),
    `def augment(image, scale):
    """${words}.

    Takes one as it is stored, height x width x channels; gives it scaled.
    """
${indented(lines.join('\n'), 4)}`,
  ];
}
