import { AppError } from '@shared/errors';
import { runIdSchema, type RunId } from '@shared/ids';
import type { EngineClient } from '../processes/engineClient';

const page = 1000;

/** The run that a person names: its id, the beginning of one, or `last`. @throws AppError where none or several fit */
export async function findRun(client: EngineClient, name: string): Promise<RunId> {
  const found: RunId[] = [];
  for (let offset = 0; ; offset += page) {
    const { runs, total } = await client.runs.list({ offset, limit: page });
    if (name === 'last' && runs[0] !== undefined) return runs[0].id;
    if (runs.some((run) => run.id === name)) return runIdSchema.parse(name);
    found.push(...runs.flatMap((run) => (run.id.startsWith(name) ? [run.id] : [])));
    if (offset + page >= total) break;
  }
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const message =
    found.length === 0 ? `There is no run "${name}"` : `${found.length} runs begin with "${name}"`;
  throw new AppError('notFound', message, { remedy: 'See "layerlab runs" for their ids' });
}
