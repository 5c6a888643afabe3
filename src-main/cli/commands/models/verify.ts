import { resolve } from 'node:path';
import type { CheckpointName } from '@shared/runs/run';
import { exitCodes } from '../../exitCodes';
import { findRun } from '../../findRun';
import { formatTable, print, printJson } from '../../output/output';
import { withExistingWorkspace, type CommonOptions } from '../../session/session';
import { reportRows } from '../../output/parityRows';

export interface VerifyOptions extends CommonOptions {
  readonly run: string;
  readonly checkpoint?: CheckpointName;
}

/** Holds a model file against a run and says which layer deviates, if one does. @returns the exit code */
export function verify(model: string, options: VerifyOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const runId = await findRun(client, options.run);
    const { checkpoint } = options;
    const result = await client.models.verify({
      path: resolve(model),
      runId,
      ...(checkpoint === undefined ? {} : { checkpoint }),
    });
    const { passed } = result.report;
    if (options.json) printJson({ type: 'verified', passed, ...result });
    else {
      print(
        formatTable([
          ['file', result.path],
          ['weights', `${result.checkpoint} of run ${runId}`],
          ...reportRows(result.report),
          ['SHA-256', result.sha256],
        ]),
      );
    }
    return passed ? exitCodes.ok : exitCodes.failed;
  });
}
