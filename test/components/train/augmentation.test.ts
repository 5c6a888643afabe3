import { augmentationCatalogue } from '@shared/training/augmentations';
import type { DatasetPreview } from '@shared/data/prepared';
import { describe, expect, it } from 'vitest';
import {
  augmentedExamples,
  chooseExamples,
} from '../../../src-renderer/features/train/augmentation/augmentedImages';
import AugmentationFields from '../../../src-renderer/features/train/augmentation/AugmentationFields.vue';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { freshStores, mountInApp } from '../page/mounting';

function fields() {
  const pinia = freshStores();
  const document = useExperimentStore();
  document.edit('Draw digits', (draft) => {
    draft.training.augmentation = { flipHorizontally: true };
  });
  const app = mountInApp(AugmentationFields, { problems: {} }, { pinia });
  return { app, document, augmentation: () => document.experiment.training.augmentation };
}

describe('augmentation in the form', () => {
  it('takes any change of the catalogue with what is usual, and lets go of it again', async () => {
    const { app, augmentation } = fields();
    for (const { kind, usual } of augmentationCatalogue.filter((each) => each.kind !== 'flipHorizontally')) {
      await app.get('[aria-label="Add an augmentation"]').setValue(kind);
      expect(augmentation()).toHaveProperty(kind, usual);
    }
    expect(app.find('[aria-label="Add an augmentation"]').exists()).toBe(false);
    await app.get('[aria-label="Rotate, degrees"]').setValue('30');
    expect(augmentation()?.rotation).toBe(30);
    await app.get('[aria-label="Edges"]').setValue('reflect');
    expect(augmentation()?.fill).toBe('reflect');
    await app.get('[aria-label="Remove cutout, pixels"]').trigger('click');
    expect(augmentation()).not.toHaveProperty('cutout');
  });

  it('leaves no trace where the last change is removed', async () => {
    const { app, document } = fields();
    await app.get('[aria-label="Remove flip images"]').trigger('click');
    expect(document.experiment.training).not.toHaveProperty('augmentation');
    document.undo();
    expect(document.experiment.training.augmentation).toEqual({ flipHorizontally: true });
  });
});

/** Images of one row of three gray pixels. */
const image = (label: number, ...pixels: number[]) => ({
  label,
  bytes: btoa(String.fromCharCode(...pixels)),
});
const dataset = {
  inputShape: [1, 3, 1],
  inputDtype: 'uint8',
  scaling: { offset: [100], factor: [0.01] },
} as DatasetPreview['dataset'];

describe('what the net sees', () => {
  it('are the stored bytes where nothing is changed, and mirrored ones at some of the steps', () => {
    const images = [image(0, 0, 128, 255)];
    const steps = Array.from({ length: 24 }, (_, step) => step);
    const [plain] = augmentedExamples({ images, dataset }, {}, { seed: 1, steps });
    expect(new Set(plain?.seen)).toEqual(new Set([images[0]?.bytes]));
    const [flipped] = augmentedExamples({ images, dataset }, { flipHorizontally: true }, { seed: 1, steps });
    expect(new Set(flipped?.seen)).toEqual(new Set([images[0]?.bytes, image(0, 255, 128, 0).bytes]));
  });

  it('is shown of as many classes as there is room for, and of more examples where there are few classes', () => {
    const images = [image(0, 1, 1, 1), image(0, 2, 2, 2), image(1, 3, 3, 3), image(2, 4, 4, 4)];
    expect(chooseExamples(images, 2).map(({ label }) => label)).toEqual([0, 1]);
    expect(chooseExamples(images, 9).map(({ label }) => label)).toEqual([0, 0, 1, 2]);
  });
});
