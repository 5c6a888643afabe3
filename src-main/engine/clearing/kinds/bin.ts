import type { RunId } from '@shared/ids';
import type { SweepId } from '@shared/runs/sweeps/sweep';
import { listBin } from '../bin';
import type { ClearableDefinition } from '../clearable';
import { removeRun, removeSweep } from '../removing';

export const bin: ClearableDefinition = {
  kind: 'bin',
  find: (parts) =>
    listBin(parts).map(({ kind, id, bytes }) => ({
      bytes,
      remove: () => (kind === 'run' ? removeRun(parts, id as RunId) : removeSweep(parts, id as SweepId)),
    })),
};
