import type { z } from 'zod';
import { AppError } from '../errors';
import { issueToError } from '../catalogue/issues';
import type { Definition } from '../catalogue/definition';
import { suggestName } from '../catalogue/spelling';
import { kindOf, parametersOf, type TrainingConfig } from './config';
import { lossCatalogue } from './losses';
import type { AnyLossDefinition } from './loss';
import { optimizerCatalogue } from './optimizers';
import type { AnyOptimizerDefinition } from './optimizer';
import { scheduleCatalogue } from './schedules';
import type { AnyScheduleDefinition } from './schedule';

/** A training configuration with its kinds looked up and their parameters filled in. */
export interface ResolvedTraining {
  readonly config: TrainingConfig;
  readonly loss: { readonly definition: AnyLossDefinition; readonly parameters: object };
  readonly optimizer: {
    readonly definition: AnyOptimizerDefinition;
    readonly parameters: { readonly learningRate: number };
  };
  readonly schedule: { readonly definition: AnyScheduleDefinition; readonly parameters: object } | null;
}

type Entry = string | { readonly kind: string };

/** Looks a kind up and fills its parameters in; `field` is where it stands in `training`. */
function resolveEntry<D extends Definition>(field: string, catalogue: readonly D[], entry: Entry) {
  const kind = kindOf(entry);
  const definition = catalogue.find((candidate) => candidate.kind === kind);
  if (definition === undefined) {
    throw new AppError('badTraining', `There is no ${field} "${kind}"`, {
      where: typeof entry === 'string' ? `training.${field}` : `training.${field}.kind`,
      remedy: suggestName(
        kind,
        catalogue.map((candidate) => candidate.kind),
      ),
    });
  }
  const written = parametersOf(entry);
  const parsed = definition.schema.safeParse(written);
  if (parsed.success) return { definition, parameters: parsed.data as z.output<D['schema']> };
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw parsed.error;
  throw issueToError('badTraining', issue, written, {
    prefix: ['training', field],
    knownNames: () => Object.keys(definition.fields),
  });
}

/**
 * Looks up the loss, the optimizer and the schedule and fills in their parameters.
 * @throws AppError `badTraining` with the JSON path of the first thing that is wrong.
 */
export function resolveTraining(config: TrainingConfig): ResolvedTraining {
  return {
    config,
    loss: resolveEntry('loss', lossCatalogue, config.loss),
    optimizer: resolveEntry('optimizer', optimizerCatalogue, config.optimizer),
    schedule:
      config.schedule === undefined ? null : resolveEntry('schedule', scheduleCatalogue, config.schedule),
  };
}
