import { mostRunsAtOnce } from '@shared/contract/runTable';
import { AppError } from '@shared/errors';
import { runIdSchema, type RunId } from '@shared/ids';
import type { EngineClient } from '../processes/engineClient';

/** How many of several runs a message names. */
const namedAtMost = 3;

/** The run that a person names: its id, the beginning of one, or `last`. @throws AppError where none or several fit */
export async function findRun(client: EngineClient, name: string): Promise<RunId> {
  const found: RunId[] = [];
  for (let offset = 0; ; offset += mostRunsAtOnce) {
    const { runs, total } = await client.runs.list({ offset, limit: mostRunsAtOnce });
    if (name === 'last' && runs[0] !== undefined) return runs[0].id;
    if (runs.some((run) => run.id === name)) return runIdSchema.parse(name);
    found.push(...runs.flatMap((run) => (run.id.startsWith(name) ? [run.id] : [])));
    if (offset + mostRunsAtOnce >= total) break;
  }
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw found.length === 0 ? noneFits(name) : severalFit(name, found);
}

/** Several, in the order in which they are named. @throws AppError as {@link findRun} */
export async function findRuns(client: EngineClient, names: readonly string[]): Promise<RunId[]> {
  const found: RunId[] = [];
  for (const name of names) found.push(await findRun(client, name));
  return found;
}

function noneFits(name: string): AppError {
  return new AppError('notFound', `There is no run "${name}"`, {
    remedy: 'See "layerlab runs" for the ids.',
  });
}

function severalFit(name: string, found: readonly RunId[]): AppError {
  const named = found.slice(0, namedAtMost).join(', ');
  const others = found.length - namedAtMost;
  const candidates = others > 0 ? `${named} and ${others} more` : named;
  return new AppError('notFound', `The ids of ${found.length} runs begin with "${name}"`, {
    remedy: `Give more of the id; it may be that of ${candidates}.`,
  });
}
