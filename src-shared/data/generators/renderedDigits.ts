import { defineGenerator, generatorFields, generatorSchema } from '../dataset';
import { Random } from '../../random';
import { digitStrokes, type Point, type Stroke } from './digitStrokes';

const size = 28;
const largest = 100_000;
/** Pixels a glyph is high; MNIST's fit into 20. */
const glyphHeight = 20;
const pointsPerBend = 6;

type Line = readonly Point[];

/** Catmull and Rom's spline: a smooth line through all the points. */
function spline(points: readonly Point[]): Line {
  const line: Point[] = [];
  for (let index = 0; index + 1 < points.length; index++) {
    const start = points[index] as Point; // index + 1 < length
    const end = points[index + 1] as Point;
    const before = points[index - 1] ?? start;
    const after = points[index + 2] ?? end;
    for (let part = 0; part < pointsPerBend; part++) {
      const t = part / pointsPerBend;
      const along = (axis: 0 | 1): number =>
        0.5 *
        (2 * start[axis] +
          (end[axis] - before[axis]) * t +
          (2 * before[axis] - 5 * start[axis] + 4 * end[axis] - after[axis]) * t ** 2 +
          (3 * start[axis] - before[axis] - 3 * end[axis] + after[axis]) * t ** 3);
      line.push([along(0), along(1)]);
    }
  }
  const last = points.at(-1);
  if (last !== undefined) line.push(last);
  return line;
}

/** One person's hand on one occasion: slant, proportions, place and a tremor of the pen. */
function handwriting(random: Random): (stroke: Stroke) => Line {
  const angle = random.normal(0, 0.12);
  const slant = random.normal(0.12, 0.16);
  const height = glyphHeight * random.uniform(0.85, 1.05);
  const width = glyphHeight * random.uniform(0.7, 1.1);
  const center = [size / 2 + random.normal(0, 1.1), size / 2 + random.normal(0, 1.1)] as const;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const tremor = 0.022;

  const place = ([x, y]: Point): Point => {
    const [right, down] = [width * (x - 0.5) - slant * height * (y - 0.5), height * (y - 0.5)];
    return [center[0] + right * cosine - down * sine, center[1] + right * sine + down * cosine];
  };
  return (stroke) => {
    const points = stroke.points.map(([x, y]): Point => [
      x + random.normal(0, tremor),
      y + random.normal(0, tremor),
    ]);
    return (stroke.bend === 'smooth' ? spline(points) : points).map(place);
  };
}

function distanceToSegment(x: number, y: number, [startX, startY]: Point, [endX, endY]: Point): number {
  const [alongX, alongY] = [endX - startX, endY - startY];
  const length = alongX ** 2 + alongY ** 2;
  const part = length === 0 ? 0 : ((x - startX) * alongX + (y - startY) * alongY) / length;
  const nearest = Math.min(1, Math.max(0, part));
  return Math.hypot(x - startX - nearest * alongX, y - startY - nearest * alongY);
}

/** Inks a segment, darkest along its middle, its edge spread over a pixel. */
function inkSegment(ink: Float32Array, start: Point, end: Point, radius: number): void {
  const reach = radius + 1;
  const first = (a: number, b: number): number => Math.max(0, Math.floor(Math.min(a, b) - reach));
  const last = (a: number, b: number): number => Math.min(size - 1, Math.ceil(Math.max(a, b) + reach));
  for (let row = first(start[1], end[1]); row <= last(start[1], end[1]); row++) {
    for (let column = first(start[0], end[0]); column <= last(start[0], end[0]); column++) {
      const distance = distanceToSegment(column + 0.5, row + 0.5, start, end);
      const cover = Math.min(1, Math.max(0, (radius + 0.6 - distance) / 1.2));
      const pixel = row * size + column;
      ink[pixel] = Math.max(ink[pixel] ?? 0, cover);
    }
  }
}

function drawDigit(
  digit: number,
  random: Random,
  noise: number,
  pixels: Float32Array | Uint8Array,
  offset: number,
): void {
  const ways = digitStrokes[digit] ?? [];
  const strokes = ways[random.integer(ways.length)] ?? [];
  const write = handwriting(random);
  const radius = random.uniform(0.75, 1.6);
  const ink = new Float32Array(size * size);
  for (const stroke of strokes) {
    const line = write(stroke);
    line.slice(1).forEach((end, index) => inkSegment(ink, line[index] ?? end, end, radius));
  }
  const brightness = random.uniform(0.85, 1);
  for (let pixel = 0; pixel < ink.length; pixel++) {
    const value = brightness * (ink[pixel] ?? 0) + random.normal(0, noise);
    pixels[offset + pixel] = Math.round(255 * Math.min(1, Math.max(0, value)));
  }
}

export const renderedDigits = defineGenerator({
  kind: 'renderedDigits',
  title: 'Drawn digits',
  group: 'images',
  description:
    'Gray 28×28 images of the ten digits, drawn as if by hand: slant, size, place and thickness differ each ' +
    'time. Like MNIST, with nothing to download. A network of dense layers does well, a convolutional one better.',
  schema: generatorSchema('renderedDigits', { examples: 4000, noise: 0.04, largest, scaling: 'unit' }),
  fields: generatorFields(
    largest,
    'Standard deviation of the grain of each pixel, where full brightness is 1.',
  ),
  generate: (spec) => ({
    name: 'Drawn digits',
    task: 'classification',
    examples: spec.examples,
    inputShape: [size, size, 1],
    inputDtype: 'uint8',
    featureNames: [],
    targetName: 'digit',
    classNames: digitStrokes.map((_, digit) => String(digit)),
    draw(index, inputs, offset) {
      const digit = index % digitStrokes.length;
      drawDigit(digit, new Random(spec.seed, index), spec.noise, inputs, offset);
      return digit;
    },
  }),
});
