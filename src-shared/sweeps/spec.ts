import { z } from 'zod';
import { issueToError } from '../catalogue/issues';
import { AppError } from '../errors';
import type { SweepMethod } from './method';
import { sweepMethod, sweepMethods, type SweepMethodKind } from './methods';
import { mostDimensions } from './sobol/sequence';
import { dimensionSchema, placeOfParameter, readDimension, type Space } from './space';

const kinds = sweepMethods.map(({ kind }) => kind);

const secondsOf = { s: 1, m: 60, h: 3600 } as const;
const timePattern = /^(\d+(?:\.\d+)?) ?([smh])$/;

/**
 * What a sweep tries, as the experiment file has it. What the parameters hold is for {@link resolveSweep}, so that an
 * unfinished draft can be opened and mended.
 */
export const sweepSpecSchema = z.strictObject({
  /** A method by its name, or with parameters of its own beside its kind. */
  method: z.union([z.enum(kinds), z.looseObject({ kind: z.enum(kinds) })]),
  /** What is tried, by the path of the field as `--set` takes it. */
  parameters: z.record(z.string().min(1), z.unknown()),
  /** Runs of each point, which differ in their seed alone. */
  seeds: z.int().min(1).max(1000).default(1),
  budget: z
    .strictObject({
      /** Most runs in all. */
      runs: z.int().min(1).max(1_000_000).optional(),
      /** Time after which no further point is begun: seconds, or a text such as "30m". */
      time: z
        .union([
          z.number().positive(),
          z
            .string()
            .regex(timePattern, 'A time is a number of seconds, or a text such as "90s", "30m" or "2h"'),
        ])
        .optional(),
    })
    .optional(),
  /** What is made best: a split and a metric. */
  metric: z.string().min(1).default('validation.loss'),
});
export type SweepSpec = z.infer<typeof sweepSpecSchema>;

/** The same with each method's own parameters and what may stand in `parameters`, for the JSON Schema. */
export function strictSweepSchema() {
  const methods = (sweepMethods as readonly SweepMethod[]).map(({ kind, title, description, schema }) => {
    if (!(schema instanceof z.ZodObject))
      throw new Error(`the parameters of ${kind} are not an object schema`);
    return z
      .strictObject({ kind: z.literal(kind), ...schema.shape })
      .describe(`${title}. ${description.summary}`);
  });
  return sweepSpecSchema.extend({
    method: z.union([z.enum(kinds), ...methods]).describe('How points are chosen.'),
    parameters: z
      .record(z.string().min(1), dimensionSchema)
      .describe('What is tried, by the path of the field as --set takes it.'),
  });
}

/** A sweep with its method looked up and everything it says understood. */
export interface ResolvedSweep {
  readonly spec: SweepSpec;
  readonly method: SweepMethod;
  readonly parameters: object;
  readonly space: Space;
  /** Most points; infinite without a budget of runs. */
  readonly mostPoints: number;
  /** Seconds after which no further point is begun. */
  readonly mostSeconds: number;
}

/** @throws AppError `badExperiment` with the first thing that is wrong and where */
export function resolveSweep(spec: SweepSpec): ResolvedSweep {
  const { method, parameters } = resolveMethod(spec.method);
  const space = resolveSpace(spec, method);
  const { runs, time } = spec.budget ?? {};
  if (method.endless && runs === undefined && time === undefined) {
    throw bad(
      'sweep.budget',
      `The method ${method.kind} comes to no end of itself`,
      'Add "budget": {"runs": 60}, or a time such as {"time": "30m"}.',
    );
  }
  const mostPoints = runs === undefined ? Infinity : Math.floor(runs / spec.seeds);
  if (mostPoints < 1) {
    throw bad(
      'sweep.budget.runs',
      `${runs ?? 0} runs are not enough for one point, which takes ${spec.seeds}: one for each seed`,
      `Allow at least ${spec.seeds} runs, or fewer seeds.`,
    );
  }
  return {
    spec,
    method,
    parameters,
    space,
    mostPoints,
    mostSeconds: time === undefined ? Infinity : seconds(time),
  };
}

function resolveMethod(written: SweepSpec['method']): Pick<ResolvedSweep, 'method' | 'parameters'> {
  const { kind, ...own } = typeof written === 'string' ? { kind: written } : written;
  const method = sweepMethod(kind satisfies SweepMethodKind);
  const parsed = method.schema.safeParse(own);
  if (parsed.success) return { method, parameters: parsed.data };
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw parsed.error;
  throw issueToError('badExperiment', issue, own, {
    prefix: ['sweep', 'method'],
    knownNames: () => Object.keys(method.fields),
  });
}

function resolveSpace({ parameters, seeds }: SweepSpec, method: SweepMethod): Space {
  const paths = Object.keys(parameters);
  if (paths.length === 0) {
    throw bad(
      'sweep.parameters',
      'There is nothing to try',
      'Name a field and its values, such as "training.optimizer.learningRate": [0.001, 0.01].',
    );
  }
  if (paths.length > mostDimensions) {
    throw bad(
      'sweep.parameters',
      `A sweep varies at most ${mostDimensions} fields; here are ${paths.length}`,
      'Leave some of them as they are.',
    );
  }
  return paths.map((path) => {
    const dimension = readDimension(path, parameters[path]);
    const misfit = method.misfit(dimension);
    if (misfit !== null) throw bad(placeOfParameter(path), misfit.message, misfit.remedy);
    if (path === 'training.seed' && seeds > 1)
      throw bad(
        placeOfParameter(path),
        'The seed is tried by the sweep itself',
        'Take this parameter out, or set "seeds" to 1.',
      );
    return dimension;
  });
}

function seconds(time: number | string): number {
  if (typeof time === 'number') return time;
  const [, number = '', unit = 's'] = timePattern.exec(time) ?? [];
  return Number(number) * secondsOf[unit as keyof typeof secondsOf];
}

function bad(where: string, message: string, remedy: string): AppError {
  return new AppError('badExperiment', message, { where, remedy });
}
