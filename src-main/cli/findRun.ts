import { mostRunsAtOnce } from '@shared/contract/runTable';
import { AppError } from '@shared/errors';
import { runIdSchema, type RunId } from '@shared/ids';
import type { EngineClient } from '../processes/engineClient';

/** How many of several runs a message names. */
const namedAtMost = 3;

/** The run that a person names: its id, the beginning of one, or `last`. @throws AppError where none or several fit */
export async function findRun(client: EngineClient, name: string): Promise<RunId> {
  if (name === 'last') {
    const { runs } = await client.runs.list({ limit: 1 });
    if (runs[0] !== undefined) return runs[0].id;
  }
  return runIdSchema.parse(idNamed(await runIdsOf(client), name));
}

/** The ids of all runs, the latest first. */
export async function runIdsOf(client: EngineClient): Promise<RunId[]> {
  const ids: RunId[] = [];
  for (;;) {
    const { runs, total } = await client.runs.list({ offset: ids.length, limit: mostRunsAtOnce });
    ids.push(...runs.map(({ id }) => id));
    if (ids.length >= total || runs.length === 0) return ids;
  }
}

/** The id that is named, or begins so. @throws AppError where none or several fit */
export function idNamed(ids: readonly string[], name: string, what = 'run'): string {
  if (ids.includes(name)) return name;
  const found = ids.filter((id) => id.startsWith(name));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw found.length === 0 ? noneFits(name, what) : severalFit(name, found, what);
}

/** Several, in the order in which they are named. @throws AppError as {@link findRun} */
export async function findRuns(client: EngineClient, names: readonly string[]): Promise<RunId[]> {
  const found: RunId[] = [];
  for (const name of names) found.push(await findRun(client, name));
  return found;
}

function noneFits(name: string, what: string): AppError {
  return new AppError('notFound', `There is no ${what} "${name}"`, {
    remedy: 'See "layerlab runs" for the ids, and "layerlab bin" for those of what was deleted.',
  });
}

function severalFit(name: string, found: readonly string[], what: string): AppError {
  const named = found.slice(0, namedAtMost).join(', ');
  const others = found.length - namedAtMost;
  const candidates = others > 0 ? `${named} and ${others} more` : named;
  return new AppError('notFound', `The ids of ${found.length} ${what}s begin with "${name}"`, {
    remedy: `Give more of the id; it may be that of ${candidates}.`,
  });
}
