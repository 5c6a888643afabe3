import { exitCodes } from '../../exitCodes';
import { findRuns } from '../../findRun';
import { formatTable, print, printJson } from '../../output/output';
import { withExistingWorkspace, type CommonOptions } from '../../session/session';
import { UsageError } from '../../usageError';

export interface TagOptions extends CommonOptions {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly pin?: boolean | undefined;
  readonly archive?: boolean | undefined;
}

/** Tags, pins or archives runs. @returns the exit code */
export function tagRuns(names: readonly string[], options: TagOptions): Promise<number> {
  const { add, remove, pin, archive } = options;
  if (add.length + remove.length === 0 && pin === undefined && archive === undefined) {
    throw new UsageError('Nothing was said that should change', {
      remedy: 'Give --add TAG, --remove TAG, --pin, --no-pin, --archive or --no-archive.',
    });
  }
  return withExistingWorkspace(options, async ({ client }) => {
    const runIds = await findRuns(client, names);
    const { runs } = await client.runs.label({
      runIds,
      addTags: [...add],
      removeTags: [...remove],
      pinned: pin,
      archived: archive,
    });
    if (options.json) printJson(runs);
    else {
      const marks = (run: (typeof runs)[number]) =>
        [...(run.pinned ? ['pinned'] : []), ...(run.archived ? ['archived'] : [])].join(', ') || '–';
      print(
        formatTable([
          ['ID', 'NAME', 'TAGS', 'MARKS'],
          ...runs.map((run) => [run.id, run.name, run.tags.join(', ') || '–', marks(run)]),
        ]),
      );
    }
    return exitCodes.ok;
  });
}
