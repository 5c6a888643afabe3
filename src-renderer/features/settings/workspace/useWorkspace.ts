import type { BinEntry, Clearable, ClearableKind } from '@shared/contract/workspace/clearing';
import type { WorkspaceCheck, WorkspaceState } from '@shared/contract/workspace/workspace';
import type { AppErrorData } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { sweepIdSchema } from '@shared/runs/sweeps/sweep';
import { shallowRef } from 'vue';
import { engine, toAppError } from '../../../shared/engine/client';

/** What the settings tell of the workspace, and what can be done with it; asked anew after everything that changes it. */
export function useWorkspace() {
  const state = shallowRef<WorkspaceState | null>(null);
  const bin = shallowRef<readonly BinEntry[]>([]);
  const clearable = shallowRef<readonly Clearable[]>([]);
  const check = shallowRef<WorkspaceCheck | null>(null);
  /** What came of the last action, in a sentence. */
  const done = shallowRef<string | null>(null);
  const error = shallowRef<AppErrorData | null>(null);
  const pending = shallowRef(false);

  async function load(): Promise<void> {
    try {
      [state.value, bin.value, clearable.value] = await Promise.all([
        engine.workspace.state(),
        engine.workspace.bin(),
        engine.workspace.clearable(),
      ]);
    } catch (thrown) {
      error.value = toAppError(thrown).toData();
    }
  }

  /** @param work answers with what came of it */
  async function act(work: () => Promise<string | null>): Promise<void> {
    pending.value = true;
    error.value = null;
    done.value = null;
    let words: string | null = null;
    try {
      words = await work();
    } catch (thrown) {
      error.value = toAppError(thrown).toData();
    }
    await load();
    // Together: who hears of it can go on at once.
    done.value = words;
    pending.value = false;
  }

  const takeBack = ({ kind, id, name }: BinEntry) =>
    act(async () => {
      if (kind === 'run') await engine.runs.restore({ runIds: [id as RunId] });
      else await engine.sweeps.restore({ sweepId: sweepIdSchema.parse(id) });
      return `“${name}” is back among the others.`;
    });

  return {
    state,
    bin,
    clearable,
    check,
    done,
    error,
    pending,
    load,
    takeBack,
    clear: (kind: ClearableKind, words: (cleared: Clearable) => string) =>
      act(async () => {
        const [cleared] = await engine.workspace.clear({ kinds: [kind] });
        return cleared === undefined ? null : words(cleared);
      }),
    backUp: () =>
      act(async () => {
        await engine.workspace.backUp();
        return 'A backup was made.';
      }),
    checkNow: () =>
      act(async () => {
        check.value = await engine.workspace.check();
        return null;
      }),
    adopt: () =>
      act(async () => {
        const { runs, refused } = await engine.workspace.adopt({});
        check.value = null;
        if (refused[0] !== undefined) error.value = refused[0].error;
        return runs.length === 0
          ? 'The runs’ folders know of no run that the database does not.'
          : `Taken up again: ${runs.map(({ run }) => run.name).join(', ')}.`;
      }),
  };
}
