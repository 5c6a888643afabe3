import type { Experiment } from '@shared/experiment/experiment';
import type { AppErrorData } from '@shared/errors';
import type { SweepEvent, SweepId, SweepPoint, SweepSummary } from '@shared/runs/sweeps/sweep';
import { computed, onActivated, onDeactivated, onScopeDispose, shallowRef } from 'vue';
import { engine, followStream, toAppError } from '../../shared/engine/client';
import { useRequest } from '../../shared/engine/request';

/** The workspace's sweeps, and the one that is looked at, live. */
export function useSweeps() {
  const list = shallowRef<readonly SweepSummary[]>([]);
  const request = useRequest();
  const sweep = shallowRef<SweepSummary | null>(null);
  const pointsByNumber = shallowRef<ReadonlyMap<number, SweepPoint>>(new Map());
  const failure = shallowRef<AppErrorData | null>(null);
  const pending = shallowRef(false);
  let following: AbortController | null = null;
  /** How often a person has chosen what is looked at. */
  let choices = 0;
  let isOnPage = true;

  function load(): Promise<void> {
    return request.ask(
      (options) => engine.sweeps.list(undefined, options),
      (answer) => {
        list.value = answer;
        const [latest] = answer;
        if (sweep.value === null && latest !== undefined) open(latest.id);
      },
    );
  }

  function open(id: SweepId): void {
    following?.abort();
    if (sweep.value?.id !== id) {
      sweep.value = list.value.find((candidate) => candidate.id === id) ?? null;
      pointsByNumber.value = new Map();
    }
    failure.value = null;
    if (!isOnPage) return;
    const own = new AbortController();
    following = own;
    followStream((options) => engine.sweeps.watch({ sweepId: id }, options), receive, own.signal).catch(
      (thrown: unknown) => {
        failure.value = toAppError(thrown).toData();
      },
    );
  }

  function choose(id: SweepId): void {
    choices += 1;
    open(id);
  }

  function close(): void {
    choices += 1;
    following?.abort();
    sweep.value = null;
    pointsByNumber.value = new Map();
  }

  function receive(event: SweepEvent): void {
    if (event.type === 'point') {
      pointsByNumber.value = new Map(pointsByNumber.value).set(event.point.number, event.point);
      return;
    }
    sweep.value = event.sweep;
    list.value = list.value.map((other) => (other.id === event.sweep.id ? event.sweep : other));
  }

  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    pending.value = true;
    failure.value = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      failure.value = toAppError(thrown).toData();
      return false;
    } finally {
      pending.value = false;
    }
  }

  /** Opens a sweep when that has been done, unless a person has opened another meanwhile. */
  const openAfter = (work: () => Promise<SweepId>) =>
    attempt(async () => {
      const before = choices;
      const sweepId = await work();
      await load();
      if (choices === before) open(sweepId);
    });

  /** @returns whether it has begun */
  const start = (experiment: Experiment) =>
    openAfter(async () => (await engine.sweeps.start({ experiment })).sweepId);

  const goOn = (sweepId: SweepId) =>
    openAfter(async () => {
      await engine.sweeps.continue({ sweepId });
      return sweepId;
    });

  /** Into the bin, with what it was made of or without. */
  const remove = (sweepId: SweepId, withRuns: boolean) =>
    attempt(async () => {
      await engine.sweeps.delete({ sweepId, withRuns });
      if (sweep.value?.id === sweepId) close();
      await load();
    });

  const restore = (sweepId: SweepId) =>
    openAfter(async () => {
      await engine.sweeps.restore({ sweepId });
      return sweepId;
    });

  onActivated(() => {
    isOnPage = true;
    void load();
    if (sweep.value !== null) open(sweep.value.id);
  });
  onDeactivated(() => {
    isOnPage = false;
    following?.abort();
  });
  onScopeDispose(() => following?.abort());

  return {
    list,
    sweep,
    points: computed(() => [...pointsByNumber.value.values()].sort((a, b) => a.number - b.number)),
    error: computed(() => failure.value ?? request.error.value),
    pending,
    load,
    open: choose,
    close,
    start,
    goOn,
    remove,
    restore,
    pause: (sweepId: SweepId) => attempt(() => engine.sweeps.pause({ sweepId })),
    stop: (sweepId: SweepId) => attempt(() => engine.sweeps.stop({ sweepId })),
  };
}
