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
  readonly note?: string | undefined;
  readonly name?: string | undefined;
}

/** Tags, pins, archives, notes or names runs. @returns the exit code */
export function tagRuns(names: readonly string[], options: TagOptions): Promise<number> {
  const { add, remove, pin, archive, note, name } = options;
  const changes = [pin, archive, note, name].filter((each) => each !== undefined).length;
  if (add.length + remove.length + changes === 0) {
    throw new UsageError('Nothing was said that should change', {
      remedy:
        'Give --add TAG, --remove TAG, --pin, --no-pin, --archive, --no-archive, --note TEXT or --name NAME.',
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
      addNote: note,
      name,
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
