import { findStrays, type Stray } from '../../adoption/strays';
import { journalLost, journalLostAt } from '../lostJournal';
import { problem, type CheckResult, type CheckSubject } from './subject';

/** No run's folder knows more than the database, and no journal was lost that nobody has looked after. */
export function checkStrays({ workspace, database }: CheckSubject): CheckResult {
  const strays = findStrays(workspace, database);
  const problems = strays.map((stray) =>
    problem('runNotListed', {
      runId: stray.runId,
      message: messageOf(stray),
      where: workspace.run(stray.runId),
      remedy: stray.obstacle?.remedy ?? '"layerlab workspace adopt" takes it up again.',
    }),
  );
  const { message, where, remedy } = journalLost(workspace);
  const journal =
    journalLostAt(workspace) === null
      ? []
      : [problem('journal', { message, where: where ?? workspace.database, remedy: remedy ?? '' })];
  return { problems: [...journal, ...problems], count: strays.length };
}

function messageOf({ name, isListed, obstacle }: Stray): string {
  if (obstacle !== null) return `A folder holds a run that the database does not know. ${obstacle.message}`;
  return isListed
    ? `The folder of the run "${name ?? ''}" tells of an end that the database does not know.`
    : `A folder holds the run "${name ?? ''}", which the database does not know.`;
}
