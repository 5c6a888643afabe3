import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { RunId } from '@shared/ids';
import { observationSchema, type Observation } from '@shared/network/observation';
import type { Database } from '../database/database';
import { wholeRow } from '../database/wholeRow';

/** Figures pack as well in half the time that zlib takes by itself. */
const packing = { level: 1 };

/** Keeps an observation; one of the same step is replaced, as it is the same. */
export function addObservation(database: Database, runId: RunId, observation: Observation): void {
  const content = deflateRawSync(JSON.stringify(observation), packing);
  database.run(
    database.query
      .insertInto('observations')
      .values({ run_id: runId, step: observation.step, content })
      .onConflict((conflict) => conflict.columns(['run_id', 'step']).doUpdateSet({ content })),
  );
}

/** What was seen of a run, oldest first; none of a run that was not observed. What is damaged is left out. */
export function readObservations(database: Database, runId: RunId, afterStep = -1): Observation[] {
  const rows = database.all(
    database.query
      .selectFrom('observations')
      .where('run_id', '=', runId)
      .where('step', '>', afterStep)
      .where(wholeRow('observations'), '=', 1)
      .orderBy('step')
      .select('content'),
  );
  return rows.flatMap(({ content }) => decode(content) ?? []);
}

/** The step of a run's latest observation; null where it was not observed. */
export function lastObserved(database: Database, runId: RunId): number | null {
  const ofRun = database.query.selectFrom('observations').where('run_id', '=', runId);
  return database.get(ofRun.select('step').orderBy('step', 'desc').limit(1))?.step ?? null;
}

/** Takes away what a run that goes on from a checkpoint will see again. */
export function removeObservationsAfter(database: Database, runId: RunId, step: number): void {
  database.run(
    database.query.deleteFrom('observations').where('run_id', '=', runId).where('step', '>', step),
  );
}

function decode(content: Uint8Array): Observation | null {
  try {
    const read = observationSchema.safeParse(JSON.parse(inflateRawSync(content).toString('utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
