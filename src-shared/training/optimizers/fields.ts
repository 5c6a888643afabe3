import type { ParameterField } from '../../catalogue/definition';

export const learningRateField: ParameterField = {
  label: 'Learning rate',
  help: 'The size of each step. The hyperparameter to tune first; try powers of ten.',
  control: 'number',
  minimum: 0,
};

export const momentumField: ParameterField = {
  label: 'Momentum',
  control: 'number',
  minimum: 0,
  maximum: 1,
  step: 0.05,
};

export const epsilonField: ParameterField = {
  label: 'Epsilon',
  help: 'Keeps a division by almost nothing in bounds.',
  control: 'number',
  minimum: 0,
};

/** The share of the past that a moving average keeps. */
export function decayField(label: string): ParameterField {
  return { label, control: 'number', minimum: 0, maximum: 1, step: 0.001 };
}
