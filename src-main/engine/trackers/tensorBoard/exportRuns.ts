import { join } from 'node:path';
import type { WrittenEvents } from '@shared/contract/imports';
import type { RunId } from '@shared/ids';
import { titleAsFileName } from '@shared/titleAsFileName';
import { fileError } from '../../../files/fileErrors';
import type { EngineParts } from '../../engineParts';
import type { ObservedSeries } from '../../runs/observed/observedSeries';
import { writeEventFile } from './write';

/** Writes runs into a folder for TensorBoard, each into a folder of its own. @throws AppError where it cannot be written */
export function writeEventFiles(
  { runs, ...series }: Pick<EngineParts, 'runs' | 'metrics'> & { readonly observed: ObservedSeries },
  runIds: readonly RunId[],
  directory: string,
): WrittenEvents {
  const names = new Set<string>();
  return {
    directory,
    runs: [...new Set(runIds)].map((runId) => {
      const run = runs.detail(runId);
      const name = folderName(run.name, runId, names);
      const folder = join(directory, name);
      try {
        return { runId, name, ...writeEventFile(run, series, folder) };
      } catch (thrown) {
        throw fileError(thrown, folder, 'The event file cannot be written');
      }
    }),
  };
}

/** The run's name as far as a folder can be called so; told apart by the id where two are the same. */
function folderName(name: string, runId: RunId, taken: Set<string>): string {
  const plain = titleAsFileName(name, runId);
  const free = taken.has(plain.toLowerCase()) ? `${plain} ${runId}` : plain;
  taken.add(free.toLowerCase());
  return free;
}
