import { join } from 'node:path';
import { isTrained } from '@shared/runs/imported/trained';
import type { RunDetail } from '@shared/runs/run';
import { makeFolder } from '../../../files/makeFolder';
import { replaceFileSync } from '../../../files/replaceFile';
import type { ReadSeries } from '../../runs/metrics/metricChunk';
import type { MetricStore } from '../../runs/metrics/metricStore';
import type { ObservedSeries } from '../../runs/observed/observedSeries';
import { eventFormat } from './proto';
import { encodeRecord } from './records';

/** Bytes that are written to the file at once. */
const blockBytes = 1 << 20;

/** `DT_DOUBLE` of tensorflow/core/framework/types.proto. */
const doubleType = 2;

/** Where a run's points are. */
export interface RunSeries {
  readonly metrics: MetricStore;
  readonly observed: ObservedSeries;
}

/**
 * Writes every point of a run, also of what was seen of its layers, as an event file, in a folder of its own, which TensorBoard takes for the run's name.
 * @returns the file, and how many points are in it
 * @throws the file system's error
 */
export function writeEventFile(
  run: RunDetail,
  of: RunSeries,
  folder: string,
): { path: string; points: number } {
  makeFolder(folder);
  const begun = secondsOf(run.startedAt ?? run.createdAt);
  const path = join(folder, `events.out.tfevents.${Math.floor(begun)}.layerlab.${run.id}`);
  let points = 0;
  function* records(): Generator<Uint8Array> {
    yield encodeRecord(eventFormat.encode({ wallTime: begun, fileVersion: 'brain.Event:2' }));
    for (const { split, name, series } of seriesOf(run, of)) {
      points += series.steps.length;
      yield* eventsOf(
        run.imported?.tags[`${split}.${name}`] ?? `${split}/${name}`,
        series,
        timesOf(run, series),
      );
    }
  }
  replaceFileSync(path, blocksOf(records()));
  return { path, points };
}

function* seriesOf({ id }: RunDetail, { metrics, observed }: RunSeries) {
  for (const { split, name } of metrics.seriesOf(id))
    yield { split, name, series: metrics.read(id, { split, name }) };
  for (const { split, name, steps, values } of observed.of(id))
    yield { split, name, series: { steps, values, times: null } };
}

/** A series in the order of its steps. */
type WrittenSeries = Pick<ReadSeries, 'times'> & Readonly<Record<'steps' | 'values', ArrayLike<number>>>;

/**
 * The points of one series. A value that float32 does not hold exactly makes its series one of tensors, as TensorFlow 2
 * writes them, in double precision.
 */
function* eventsOf(
  tag: string,
  { steps, values }: WrittenSeries,
  timeOf: (place: number) => number,
): Generator<Uint8Array> {
  const all = Array.from(values);
  const isSingle = all.every((value) => Object.is(Math.fround(value), value));
  for (const [place, value] of all.entries()) {
    const figure = isSingle
      ? { simpleValue: value }
      : { tensor: doubleTensor(value), metadata: scalarMetadata };
    yield encodeRecord(
      eventFormat.encode({
        wallTime: timeOf(place),
        step: steps[place] ?? 0,
        summary: { value: [{ tag, ...figure }] },
      }),
    );
  }
}

const scalarMetadata = { plugin: { name: 'scalars' } };

function doubleTensor(value: number) {
  return { dtype: doubleType, shape: {}, doubles: [value] };
}

/** When each value was written; of our own, whose moments are not kept, evenly between the run's beginning and end. */
function timesOf(run: RunDetail, { steps, times }: WrittenSeries): (place: number) => number {
  const begun = secondsOf(run.startedAt ?? run.createdAt);
  if (times !== null) return (place) => times[place] ?? begun;
  const ended = begun + (isTrained(run) ? (run.progress?.elapsedSeconds ?? 0) : 0);
  const last = Math.max(run.progress?.totalSteps ?? 0, steps[steps.length - 1] ?? 0, 1);
  return (place) => begun + ((ended - begun) * (steps[place] ?? 0)) / last;
}

const secondsOf = (time: string): number => Date.parse(time) / 1000;

function* blocksOf(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    held.push(piece);
    bytes += piece.length;
    if (bytes < blockBytes) continue;
    yield Buffer.concat(held);
    held = [];
    bytes = 0;
  }
  yield Buffer.concat(held);
}
