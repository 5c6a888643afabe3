import type { EngineParts } from '../engineParts';
import { predictSplit } from '../predictions/predictSplit';
import { shownExamples } from '../predictions/shownExamples';
import type { ServiceBase } from './base';

export function predictionsService({ predictions }: ServiceBase, parts: EngineParts) {
  return {
    ofSplit: predictions.ofSplit.handler(({ input, signal }) => predictSplit(parts, input, signal)),
    examples: predictions.examples.handler(({ input }) => shownExamples(parts, input)),
  };
}
