import { deepSigmoid } from './deepSigmoid';
import { functionFit } from './functionFit';
import { lenet5 } from './lenet5';
import { linearSoftmax } from './linearSoftmax';
import { linearSvm } from './linearSvm';
import { logisticRegression } from './logisticRegression';
import { maxoutNet } from './maxoutNet';
import { smallResidual } from './smallResidual';
import { smallVgg } from './smallVgg';
import { spirals } from './spirals';
import type { NetworkTemplate } from './template';
import { threeFourFourOne } from './threeFourFourOne';
import { threeLayer } from './threeLayer';
import { twoLayer } from './twoLayer';

export { experimentOf, type NetworkTemplate, type TemplateSlider } from './template';

/** Every template, in the order the gallery shows them: from one neuron to the deep nets. */
export const templateCatalogue: readonly NetworkTemplate[] = [
  spirals,
  logisticRegression,
  linearSvm,
  linearSoftmax,
  threeFourFourOne,
  functionFit,
  maxoutNet,
  deepSigmoid,
  twoLayer,
  threeLayer,
  lenet5,
  smallVgg,
  smallResidual,
];

/** What the program opens with when there is no draft. */
export const startUpTemplate = spirals;
