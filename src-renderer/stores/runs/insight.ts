import type { StartCheck } from '@shared/diagnosis/checks/check';
import type { Finding } from '@shared/diagnosis/finding';
import type { LayerId, RunId } from '@shared/ids';
import type { Observation, ObservedLayer } from '@shared/network/observation';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { engine } from '../../shared/engine/client';
import { oneAtATime, quietly } from './looking/asking';
import { askingPeriod } from './watching';

/** What was seen of the layers of the run that the workbench shows, and what the doctor says of it. */
export const useInsightStore = defineStore('insight', () => {
  /** Oldest first. */
  const history = shallowRef<readonly Observation[]>([]);
  const findings = shallowRef<readonly Finding[]>([]);
  /** The step of the one that is shown; null: of the latest. Places move when more of the history comes. */
  const chosenStep = shallowRef<number | null>(null);
  /** The findings have been asked for at least once since the run is shown. */
  const asked = shallowRef(false);
  /** What was looked at before the first step. */
  const checks = shallowRef<readonly StartCheck[]>([]);
  let shown: RunId | null = null;
  let lastAsked = -Infinity;
  let asksAt: ReturnType<typeof setTimeout> | undefined;

  /** Which of them is shown; null: the latest. */
  const moment = computed({
    get: () => {
      const step = chosenStep.value;
      return step === null
        ? null
        : Math.max(
            0,
            history.value.findLastIndex((seen) => seen.step <= step),
          );
    },
    set: (place) => (chosenStep.value = place === null ? null : (history.value[place]?.step ?? null)),
  });
  const observation = computed(() => history.value[moment.value ?? history.value.length - 1] ?? null);
  const byLayer = computed<ReadonlyMap<LayerId, ObservedLayer>>(
    () => new Map(observation.value?.layers.map((layer) => [layer.layer, layer])),
  );
  /** Before the first step; empty where another moment was the first that was seen, or that one is shown. */
  const initialByLayer = computed<ReadonlyMap<LayerId, ObservedLayer>>(() => {
    const first = history.value[0];
    const isBefore = first?.step === 0 && first !== observation.value;
    return new Map(isBefore ? first.layers.map((layer) => [layer.layer, layer]) : []);
  });
  const roots = computed(() => findings.value.filter(({ causedBy }) => causedBy === null));

  /** Forgets one run and begins with another. */
  function show(runId: RunId | null): void {
    shown = runId;
    history.value = [];
    findings.value = [];
    checks.value = [];
    chosenStep.value = null;
    asked.value = false;
    if (runId !== null) void load(runId);
  }

  /** What is kept of the run by now; what was heard while that was asked for stays. */
  async function load(runId: RunId): Promise<void> {
    await quietly(async () => {
      const kept = await engine.runs.observations({ runId });
      if (shown !== runId) return;
      const last = kept.at(-1)?.step ?? -1;
      history.value = [...kept, ...history.value.filter(({ step }) => step > last)];
    });
    askNow();
  }

  function see(seen: Observation): void {
    const before = history.value.filter(({ step }) => step < seen.step);
    history.value = [...before, seen];
    askSoon();
  }

  /** As {@link askNow}, but not more often than is good while the run is trained. */
  function askSoon(): void {
    if (asksAt !== undefined) return;
    const ask = () => {
      asksAt = undefined;
      askNow();
    };
    asksAt = setTimeout(ask, lastAsked + askingPeriod - performance.now());
  }

  /** What comes while a question is answered is asked for together. */
  const askNow = oneAtATime(async () => {
    if (shown === null) return;
    lastAsked = performance.now();
    await ask(shown);
  });

  async function ask(runId: RunId): Promise<void> {
    const said = await engine.runs.findings({ runId });
    if (shown !== runId) return;
    findings.value = said;
    asked.value = true;
    if (checks.value.length > 0) return;
    const seen = await engine.runs.startChecks({ runId });
    if (shown === runId) checks.value = seen;
  }

  return {
    history,
    findings,
    checks,
    roots,
    moment,
    asked,
    observation,
    byLayer,
    initialByLayer,
    show,
    load,
    see,
  };
});
