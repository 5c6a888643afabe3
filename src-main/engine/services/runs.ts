import { resolve } from 'node:path';
import { mostPoints } from '@shared/contract/runs/runTable';
import type { RunId } from '@shared/ids';
import { activeStates, type RunDetail } from '@shared/runs/run';
import { differencesOfRuns } from '@shared/runs/configuration/differences';
import { compareRuns } from '../comparing/compareRuns';
import { reportOn } from '../comparing/report';
import type { EngineParts } from '../engineParts';
import { putRunsIntoBin, takeRunsOut } from '../clearing/bin';
import { checkpointsOnDisk } from '../runs/checkpointFiles';
import { readBands, readCurves } from '../runs/metrics/curves';
import { after, beforeAll, crossing } from '../runs/metrics/series';
import { ObservedSeries } from '../runs/observed/observedSeries';
import { readObservations } from '../runs/observed/observations';
import { stillCleared } from '../runs/cleared';
import { checkpointsOf } from '../runs/rows/summary';
import { isTrained } from '@shared/runs/imported/trained';
import { findingsOf, startChecksOf } from '../runs/findings';
import { labelRuns } from '../runs/runLabels';
import { listRuns, matchingRuns, rowsOf } from '../runs/table/runList';
import { RunColumns } from '../runs/table/columns';
import { groupRuns } from '../runs/table/groupRuns';
import { sortRuns } from '../runs/table/queryRuns';
import { continueRuns } from '../jobs/starting/continueRuns';
import { startRuns } from '../jobs/starting/startRun';
import { writeEventFiles } from '../trackers/tensorBoard/exportRuns';
import type { ServiceBase } from './base';
import { momentsIn } from '../../trainer/checkpoints/moments';
import { excitingExamplesOf, exampleMapsOf, momentOf, pictureOf } from '../jobs/trainers/looks';

export function runsService(base: ServiceBase, parts: EngineParts) {
  const { runs, metrics, database, broadcaster, queue, rehearsals } = parts;
  const columns = new RunColumns(database);
  const observed = new ObservedSeries(database, runs);

  /** Carries out a change to a run and answers with what it then is. */
  async function changed(runId: RunId, change: () => unknown): Promise<ReturnType<typeof runs.summary>> {
    runs.summary(runId);
    await change();
    const run = runs.summary(runId);
    broadcaster.runChanged(run);
    return run;
  }

  return {
    start: base.runs.start.handler(({ input, signal }) =>
      'experiments' in input
        ? startRuns(parts, input.experiments, { signal, remediesOf: input.remediesOf })
        : startRuns(parts, [input.experiment], { signal, remediesOf: [input.remedyOf ?? null] }),
    ),
    rehearse: base.runs.rehearse.handler(({ input, signal }) =>
      rehearsals.rehearse(input.experiment, signal),
    ),
    continue: base.runs.continue.handler(({ input }) =>
      changed(input.runId, () => continueRuns(parts, [input.runId])),
    ),
    pause: base.runs.pause.handler(({ input }) => changed(input.runId, () => queue.pause(input.runId))),
    resume: base.runs.resume.handler(({ input }) => changed(input.runId, () => queue.resume(input.runId))),
    stop: base.runs.stop.handler(({ input }) => changed(input.runId, () => queue.stop(input.runId))),
    rename: base.runs.rename.handler(({ input: { runId, name } }) =>
      changed(runId, () => runs.rename(runId, name)),
    ),
    setNote: base.runs.setNote.handler(({ input: { runId, note } }) =>
      changed(runId, () => runs.setNote(runId, note)),
    ),

    delete: base.runs.delete.handler(({ input }) => ({
      deleted: putRunsIntoBin(parts, input.runIds).length,
    })),
    restore: base.runs.restore.handler(({ input }) => ({
      restored: takeRunsOut(parts, input.runIds).length,
    })),

    list: base.runs.list.handler(({ input }) => listRuns(database, input, columns)),
    order: base.runs.order.handler(({ input }) => ({
      runIds: sortRuns(matchingRuns(database, columns, input), input.orders, columns),
    })),
    rows: base.runs.rows.handler(({ input }) => rowsOf(columns, input.runIds, input.columns)),
    groups: base.runs.groups.handler(({ input }) =>
      groupRuns(matchingRuns(database, columns, input), input, columns),
    ),
    fields: base.runs.fields.handler(() => columns.fields()),
    label: base.runs.label.handler(({ input: { runIds, ...change } }) => {
      for (const runId of runIds) runs.summary(runId);
      labelRuns(database, runIds, change);
      const labeled = runIds.map((runId) => runs.summary(runId));
      for (const run of labeled) broadcaster.runChanged(run);
      return { runs: labeled };
    }),
    series: base.runs.series.handler(({ input }) => {
      runs.summary(input.runId);
      const seen = observed.of(input.runId).map(({ split, name, steps }) => ({
        ...{ split, name },
        lastStep: steps.at(-1) ?? 0,
      }));
      return [...metrics.seriesUntil(input.runId), ...seen];
    }),
    points: base.runs.points.handler(({ input: { runId, split, name, afterStep } }) => {
      const seen = observed.find(runId, { split, name });
      return seen === undefined
        ? metrics.readBatch(runId, { split, name }, afterStep, mostPoints)
        : crossing(after(seen, afterStep ?? beforeAll));
    }),
    writeEvents: base.runs.writeEvents.handler(({ input }) =>
      writeEventFiles({ ...parts, observed }, input.runIds, resolve(input.directory)),
    ),
    get: base.runs.get.handler(({ input }) => detailOnDisk(parts, input.runId)),
    startChecks: base.runs.startChecks.handler(({ input }) => startChecksOf(parts, input.runId)),
    findings: base.runs.findings.handler(({ input }) => findingsOf(parts, input.runId)),
    observations: base.runs.observations.handler(({ input: { runId, afterStep } }) => {
      runs.summary(runId);
      return readObservations(database, runId, afterStep);
    }),
    curves: base.runs.curves.handler(({ input }) => readCurves(metrics, input.runIds, input, input.series)),
    bands: base.runs.bands.handler(({ input }) =>
      input.groups.flatMap((runIds, group) => readBands(metrics, runIds, group, input)),
    ),
    compare: base.runs.compare.handler(({ input }) => {
      const details = input.runIds.map((runId) => runs.detail(runId));
      return {
        runs: details,
        differences: differencesOfRuns(details),
        curves: readCurves(metrics, input.runIds, input),
      };
    }),

    verdicts: base.runs.verdicts.handler(({ input }) => compareRuns(parts, input.runIds, input.metric)),

    report: base.runs.report.handler(({ input }) => reportOn(parts, input.runIds, input.metric)),

    watch: base.runs.watch.handler(async function* ({ input: { runId, ...wanted }, signal }) {
      const run = runs.summary(runId);
      const stream = broadcaster.subscribeToRun(runId, wanted);
      try {
        yield { type: 'summary' as const, run };
        if (!activeStates.includes(run.state)) return;
        yield* stream.events(signal, parts.writable);
      } finally {
        broadcaster.unsubscribeFromRun(runId, stream);
      }
    }),
    picture: base.runs.picture.handler(({ input: { runId, step, ...wanted }, signal }) =>
      pictureOf(parts, runId, step, wanted, signal),
    ),
    moments: base.runs.moments.handler(({ input: { runId } }) => {
      runs.summary(runId);
      return momentsIn(parts.workspace.run(runId));
    }),
    moment: base.runs.moment.handler(({ input: { runId, step, ...wanted }, signal }) =>
      momentOf(parts, runId, step, wanted, signal),
    ),
    exampleMaps: base.runs.exampleMaps.handler(({ input: { runId, step, ...wanted }, signal }) =>
      exampleMapsOf(parts, runId, step, wanted, signal),
    ),
    excitingExamples: base.runs.excitingExamples.handler(({ input: { runId, step, ...wanted }, signal }) =>
      excitingExamplesOf(parts, runId, step, wanted, signal),
    ),
  };
}

/** A run with the checkpoints that its folder holds now, which its row may not have heard of. */
function detailOnDisk({ runs, workspace }: EngineParts, runId: RunId): RunDetail {
  const detail = runs.detail(runId);
  if (!isTrained(detail)) return detail;
  const onDisk = checkpointsOnDisk(workspace.run(runId));
  const checkpoints = checkpointsOf(onDisk);
  const clearedCheckpoints = stillCleared(detail.clearedCheckpoints, checkpoints);
  const isLastCleared = clearedCheckpoints.some(({ name }) => name === 'last');
  return {
    ...detail,
    checkpoints,
    clearedCheckpoints,
    weightsHash: onDisk.last?.weightsHash ?? (isLastCleared ? detail.weightsHash : null),
  };
}
