import { mostRunsAtOnce } from '@shared/contract/runs/runTable';
import { AppError } from '@shared/errors';
import { runIdSchema, type RunId } from '@shared/ids';
import type { EngineClient } from '../processes/engineClient';

/** How many of several runs a message names. */
const namedAtMost = 3;

/** What a person calls by its id or its name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * The run that a person names: by its id, the beginning of one, its whole name, or `last`.
 * @param none what is thrown where none fits
 * @throws AppError where none or several fit
 */
export async function findRun(
  client: EngineClient,
  name: string,
  none = () => noneFits(name, 'run'),
): Promise<RunId> {
  if (name === 'last') {
    const { runs } = await client.runs.list({ limit: 1 });
    if (runs[0] !== undefined) return runs[0].id;
  }
  return runIdSchema.parse(idNamed(await allRuns(client), name, 'run', none));
}

/** All runs, the latest first. */
export async function allRuns(client: EngineClient): Promise<Named[]> {
  const named: Named[] = [];
  for (;;) {
    const { runs, total } = await client.runs.list({ offset: named.length, limit: mostRunsAtOnce });
    named.push(...runs.map(({ id, name }) => ({ id, name })));
    if (named.length >= total || runs.length === 0) return named;
  }
}

/** The id of the one that is named, as {@link findRun} has it. @throws AppError where none or several fit */
export function idNamed(
  all: readonly Named[],
  name: string,
  what = 'run',
  none = () => noneFits(name, what),
): string {
  if (all.some(({ id }) => id === name)) return name;
  const found = all.filter((each) => each.id.startsWith(name) || each.name === name);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.id;
  throw found.length === 0 ? none() : severalFit(name, found, what);
}

/** Several, each once, in the order in which they are named. @throws AppError as {@link findRun} */
export async function findRuns(client: EngineClient, names: readonly string[]): Promise<RunId[]> {
  const found = new Set<RunId>();
  for (const name of names) found.add(await findRun(client, name));
  return [...found];
}

function noneFits(name: string, what: string): AppError {
  return new AppError('notFound', `There is no ${what} "${name}"`, {
    remedy: 'See "layerlab runs" for ids and names, and "layerlab bin" for those of what was deleted.',
  });
}

function severalFit(name: string, found: readonly Named[], what: string): AppError {
  const named = found
    .slice(0, namedAtMost)
    .map((each) => each.id)
    .join(', ');
  const others = found.length - namedAtMost;
  const candidates = others > 0 ? `${named} and ${others} more` : named;
  return new AppError(
    'notFound',
    `${found.length} ${what}s are called "${name}" or have an id that begins so`,
    {
      remedy: `Give the id, or more of it; it may be ${candidates}.`,
    },
  );
}
