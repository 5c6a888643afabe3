import type { Experiment } from '../experiment/experiment';
import type { InferredNetwork } from '../network/inference';
import { generateKeras } from './keras/keras';
import { generatePytorch } from './pytorch/pytorch';
import { generateTfjs } from './tfjs/tfjs';
import type { Language } from '../frameworks/values';

/** A framework that an experiment can be written for. */
export interface CodeTarget {
  readonly kind: string;
  readonly title: string;
  readonly language: Language;
  readonly fileName: string;
  /** The whole program. @throws AppError where the network or the training has an error. */
  generate(experiment: Experiment, network: InferredNetwork): string;
}

/** Every framework, in the order of the code panel. A new one is its file and its line here. */
export const codeTargets = [
  { kind: 'keras', title: 'Keras', language: 'python', fileName: 'model_keras.py', generate: generateKeras },
  {
    kind: 'pytorch',
    title: 'PyTorch',
    language: 'python',
    fileName: 'model_pytorch.py',
    generate: generatePytorch,
  },
  { kind: 'tfjs', title: 'tfjs', language: 'javascript', fileName: 'model.js', generate: generateTfjs },
] as const satisfies readonly CodeTarget[];
