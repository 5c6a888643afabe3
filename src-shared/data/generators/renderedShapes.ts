import { defineGenerator, generatorFields, generatorSchema } from '../dataset';
import { Random } from '../../random';
import { type Outline, shapeOutlines } from './shapeOutlines';

const size = 32;
const channels = 3;
const largest = 100_000;
/** Samples a pixel in each direction, for smooth edges. */
const samples = 3;
const classNames = Object.keys(shapeOutlines);
const outlines = Object.values(shapeOutlines);

type Color = readonly [red: number, green: number, blue: number];

/** Hue, saturation and value, each in [0, 1], to red, green and blue (Smith, 1978). */
function colorOf(hue: number, saturation: number, value: number): Color {
  const channel = (shift: number): number => {
    const place = (shift + 6 * hue) % 6;
    return value - value * saturation * Math.max(0, Math.min(place, 4 - place, 1));
  };
  return [channel(5), channel(3), channel(1)];
}

const randomColor = (random: Random): Color =>
  colorOf(random.uniform(), random.uniform(0.15, 0.95), random.uniform(0.15, 1));

function difference(a: Color, b: Color): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** The most different from the background of some random colors, so that the shape can be made out. */
function foregroundFor(random: Random, backgrounds: readonly Color[]): Color {
  const contrast = (color: Color): number =>
    Math.min(...backgrounds.map((background) => difference(color, background)));
  const candidates = Array.from({ length: 10 }, () => randomColor(random));
  return candidates.reduce((best, color) => (contrast(color) > contrast(best) ? color : best));
}

/** Share of a pixel that the shape covers. */
function coverage(inside: (x: number, y: number) => boolean, row: number, column: number): number {
  let hits = 0;
  for (let down = 0; down < samples; down++) {
    for (let right = 0; right < samples; right++) {
      if (inside(column + (right + 0.5) / samples, row + (down + 0.5) / samples)) hits++;
    }
  }
  return hits / samples ** 2;
}

/** An outline, turned, scaled, stretched a little and moved to somewhere it fits in the image. */
function placed(outline: Outline, random: Random): (x: number, y: number) => boolean {
  const radius = random.uniform(8, 13.5);
  const room = size / 2 - radius + 1;
  const [centreX, centreY] = [size / 2 + random.uniform(-room, room), size / 2 + random.uniform(-room, room)];
  const angle = random.uniform(0, 2 * Math.PI);
  const [cosine, sine] = [Math.cos(angle) / radius, Math.sin(angle) / radius];
  const stretch = random.uniform(0.9, 1.1);
  // No outline reaches further, stretched; most samples lie outside and are told so at once.
  const reach = (1.4 * radius) ** 2;
  return (x, y) => {
    const [right, down] = [x - centreX, y - centreY];
    if (right * right + down * down > reach) return false;
    return outline((right * cosine + down * sine) * stretch, (down * cosine - right * sine) / stretch);
  };
}

function drawShape(
  outline: Outline,
  random: Random,
  noise: number,
  pixels: Float32Array | Uint8Array,
  offset: number,
): void {
  const backgrounds = [randomColor(random), randomColor(random)] as const;
  const foreground = foregroundFor(random, backgrounds);
  const inside = placed(outline, random);
  const direction = random.uniform(0, 2 * Math.PI);
  const [right, down] = [Math.cos(direction) / size, Math.sin(direction) / size];

  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const cover = coverage(inside, row, column);
      const blend = Math.min(1, Math.max(0, 0.5 + (column - size / 2) * right + (row - size / 2) * down));
      const shade = 1.1 - 0.2 * blend;
      for (let channel = 0; channel < channels; channel++) {
        const ground = (backgrounds[0][channel] ?? 0) * (1 - blend) + (backgrounds[1][channel] ?? 0) * blend;
        const value =
          ground * (1 - cover) + (foreground[channel] ?? 0) * shade * cover + random.normal(0, noise);
        pixels[offset + (row * size + column) * channels + channel] = Math.round(
          255 * Math.min(1, Math.max(0, value)),
        );
      }
    }
  }
}

export const renderedShapes = defineGenerator({
  kind: 'renderedShapes',
  title: 'Drawn shapes',
  group: 'images',
  description:
    'Color images of 32×32 pixels, the size of CIFAR-10, with one of ten shapes anywhere, of any color, turned ' +
    'at will. A pixel alone tells nothing here, so convolutions leave dense layers far behind.',
  schema: generatorSchema('renderedShapes', { examples: 4000, noise: 0.03, largest, scaling: 'unit' }),
  fields: generatorFields(
    largest,
    'Standard deviation of the grain of each pixel, where full brightness is 1.',
  ),
  generate: (spec) => ({
    name: 'Drawn shapes',
    task: 'classification',
    examples: spec.examples,
    inputShape: [size, size, channels],
    inputDtype: 'uint8',
    featureNames: [],
    targetName: 'shape',
    classNames: [...classNames],
    draw(index, inputs, offset) {
      const label = index % outlines.length;
      const outline = outlines[label];
      if (outline !== undefined) drawShape(outline, new Random(spec.seed, index), spec.noise, inputs, offset);
      return label;
    },
  }),
});
