import { describe, expect, it } from 'vitest';
import HyperparametersForm from '../../../src-renderer/features/train/hyperparameters/HyperparametersForm.vue';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { freshStores, mountInApp } from '../page/mounting';

function form() {
  const pinia = freshStores();
  const document = useExperimentStore();
  const app = mountInApp(HyperparametersForm, { problems: {} }, { pinia });
  const field = (label: string) => app.get(`[aria-label="${label}"]`);
  return { app, document, field, training: () => document.experiment.training };
}

describe('early stopping', () => {
  it('is off until it is switched on, with what is usual, and goes without a trace', async () => {
    const { app, field, training, document } = form();
    expect(training().earlyStopping).toBeUndefined();
    expect(app.find('[aria-label="Patience"]').exists()).toBe(false);
    await field('Early stopping').trigger('click');
    expect(training().earlyStopping).toEqual({
      monitor: 'loss',
      patience: 10,
      minimumChange: 0,
      restoreBest: true,
    });
    await field('Early stopping').trigger('click');
    expect(training()).not.toHaveProperty('earlyStopping');
    document.undo();
    expect(training().earlyStopping?.patience).toBe(10);
  });

  it('waits as many epochs as are typed, and keeps them where the number makes no sense', async () => {
    const { app, field, training } = form();
    await field('Early stopping').trigger('click');
    await field('Patience').setValue('3');
    expect(training().earlyStopping?.patience).toBe(3);
    await field('Patience').setValue('0');
    expect(training().earlyStopping?.patience).toBe(3);
    expect(app.get('[role="alert"]').text()).toBe('At least 1.');
  });

  it('watches what is chosen', async () => {
    const { field, training } = form();
    await field('Early stopping').trigger('click');
    await field('Watch').setValue('accuracy');
    expect(training().earlyStopping?.monitor).toBe('accuracy');
  });
});

describe('warm-up', () => {
  it('rises over as many steps as are typed, in one step of undo', async () => {
    const { field, training, document } = form();
    expect(training().warmupSteps).toBe(0);
    await field('Warm-up steps').setValue('50');
    await field('Warm-up steps').trigger('change');
    expect(training().warmupSteps).toBe(50);
    expect(document.undoName).toBe('Set warm-up steps');
    document.undo();
    expect(training().warmupSteps).toBe(0);
  });

  it('takes whole steps alone, and one more at the arrow key', async () => {
    const { app, field, training } = form();
    await field('Warm-up steps').setValue('1.5');
    expect(training().warmupSteps).toBe(0);
    expect(app.get('[role="alert"]').text()).toBe('Enter a whole number.');
    await field('Warm-up steps').setValue('7');
    await field('Warm-up steps').trigger('keydown', { key: 'ArrowUp' });
    expect(training().warmupSteps).toBe(8);
  });
});

describe('class weights', () => {
  it('are none, balanced, or one of one’s own for each class, and undo takes them back', async () => {
    const { app, field, training, document } = form();
    expect(document.datasetFacts?.classNames).toHaveLength(2);
    await field('Class weights').setValue('balanced');
    expect(training().classWeights).toBe('balanced');
    await field('Class weights').setValue('own');
    expect(training().classWeights).toEqual([1, 1]);
    const [, second] = app.findAll('[aria-label^="Weight of "]');
    await second?.setValue('2.5');
    expect(training().classWeights).toEqual([1, 2.5]);
    document.undo();
    expect(training().classWeights).toBe('none');
  });
});
