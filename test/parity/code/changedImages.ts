import { codeTargets } from '@shared/code';
import { experimentSchema } from '@shared/experiment/experiment';
import { inferNetwork } from '@shared/network/inference';
import { Random } from '@shared/random';
import type { Augmentation } from '@shared/training/augmentations';
import { drawChanges } from '@shared/training/augmentations/changes';
import { augmentImages } from '@shared/training/augmentations/images';
import { plainNumbers } from '@shared/training/augmentations/images/plainNumbers';

/** Each change by itself in each way that it can be filled, and all of them. */
export const augmentations: readonly Augmentation[] = [
  { flipHorizontally: true, flipVertically: true },
  { shift: 2, crop: 1 },
  { rotation: 40 },
  { rotation: 70, fill: 'edge' },
  { zoom: 0.4, fill: 'reflect' },
  { brightness: 0.8 },
  { contrast: 0.7 },
  { saturation: 0.9 },
  { cutout: 3 },
  {
    ...{ flipHorizontally: true, flipVertically: true, shift: 1, crop: 1, rotation: 20, zoom: 0.2 },
    ...{ brightness: 0.3, contrast: 0.3, saturation: 0.3, cutout: 2, fill: 'edge' },
  },
];

export const shape = [6, 7, 3] as const;
const [height, width, channels] = shape;
export const images = 5;
const moment = { seed: 3, step: 11 };
export const scaling = { offset: [10, 20, 30], factor: [0.01, 0.02, 0.03] };

/** Images, what is drawn for each of them in the order of a program, and what Layerlab makes of them. */
export function changed(augmentation: Augmentation) {
  const random = new Random(8, 1);
  const values = Float32Array.from({ length: images * height * width * channels }, () => random.integer(256));
  const numbers = plainNumbers(images, moment.seed, moment.step);
  const drawn: Float32Array[] = [];
  const draw = (stream: number) => {
    const all = numbers.draw(stream);
    drawn.push(all);
    return all;
  };
  drawChanges({ ...numbers, draw }, augmentation, { height, width });
  return {
    values,
    draws: Array.from({ length: images }, (_, image) => drawn.map((all) => all[image] ?? 0)).flat(),
    expected: augmentImages(
      { values, inputShape: [...shape], inputDtype: 'uint8', scaling },
      augmentation,
      moment,
    ),
  };
}

/** The programs of a net on such images, in the order of the frameworks. */
export function programsWith(augmentation: Augmentation): string[] {
  const experiment = experimentSchema.parse({
    version: 1,
    network: {
      layers: [
        { id: 'input', kind: 'input', shape: [...shape] },
        { id: 'flat', kind: 'flatten' },
        { id: 'scores', kind: 'dense', units: 2 },
      ],
      edges: [
        ['input', 'flat'],
        ['flat', 'scores'],
      ],
    },
    dataset: { kind: 'cifar10', path: '/cifar' },
    training: { augmentation, epochs: 1, batchSize: 2 },
  });
  return codeTargets.map(({ generate }) => generate(experiment, inferNetwork(experiment.network, null)));
}
