import { experimentSchema, type Experiment } from '@shared/experiment/experiment';
import type { LayerId } from '@shared/ids';
import { inferNetwork } from '@shared/network/inference';
import { layerCatalogue } from '@shared/network/layers';
import { experimentOf, templateCatalogue } from '@shared/experiment/templates';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionsOf } from '@shared/drawing/layout';
import * as blocks from '../../../src-renderer/features/editor/edits/blocks';
import { copyLayers, pasteFragment } from '../../../src-renderer/features/editor/edits/clipboard';
import { connect, disconnect, leadsTo } from '../../../src-renderer/features/editor/edits/edges';
import { applyFix } from '../../../src-renderer/features/editor/edits/fixes';
import * as layers from '../../../src-renderer/features/editor/edits/layers';
import {
  alignLayers,
  layOutAutomatically,
  moveLayers,
} from '../../../src-renderer/features/editor/edits/positions';
import { edit, redo, startHistory, undo, type History } from '../../../src-renderer/stores/document/history';

/** A random choice: what to do, and numbers that pick what to do it to. */
interface Step {
  readonly action: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

type Action = (draft: Experiment, step: Step, before: Experiment) => void;

const kinds = layerCatalogue.map((definition) => definition.kind);

function pick<Item>(items: readonly Item[], number: number): Item | undefined {
  return items.length === 0 ? undefined : items[number % items.length];
}

function layerIn(experiment: Experiment, number: number): LayerId {
  return pick(experiment.network.layers, number)?.id ?? ('missing' as LayerId);
}

function severalIn(experiment: Experiment, { a, b }: Step): LayerId[] {
  return experiment.network.layers
    .filter((_, index) => (index * 7 + a) % 3 < 1 + (b % 2))
    .map(({ id }) => id);
}

const actions: readonly Action[] = [
  (draft, { a, b, c }) =>
    void layers.addLayer(draft, pick(kinds, a) ?? 'dense', c % 2 === 0 ? [b, c] : undefined),
  (draft, { a, b }, before) => {
    const edge = pick(before.network.edges, b);
    if (edge) layers.insertOnEdge(draft, pick(kinds, a) ?? 'dense', edge);
  },
  (draft, { a, b }) => void layers.appendAfter(draft, pick(kinds, a) ?? 'dense', layerIn(draft, b)),
  (draft, step, before) =>
    layers.removeLayers(draft, step.c % 4 === 0 ? severalIn(before, step) : [layerIn(before, step.a)]),
  (draft, { a, b }) => void connect(draft, layerIn(draft, a), layerIn(draft, b)),
  (draft, { a }, before) => {
    const edge = pick(before.network.edges, a);
    if (edge) disconnect(draft, edge);
  },
  (draft, { a, b }) =>
    layers.setParameters(draft, layerIn(draft, a), {
      units: (b % 64) + 1,
      useBias: b % 2 === 0,
      rate: undefined,
    }),
  (draft, { a, b }) => layers.nameLayer(draft, layerIn(draft, a), b % 3 === 0 ? '' : `layer ${b}`),
  (draft, { a, b }) =>
    layers.setRegularization(draft, layerIn(draft, a), b % 2 === 0 ? null : { l2: b / 1000 }),
  (draft, step, before) => {
    const fragment = copyLayers(before.network, severalIn(before, step), positionsOf(before.network));
    if (fragment !== null) pasteFragment(draft, fragment, positionsOf(before.network));
  },
  (draft, { a, b, c }, before) =>
    moveLayers(draft, { [layerIn(before, a)]: [b, c] }, positionsOf(before.network)),
  (draft, step, before) => alignLayers(draft, severalIn(before, step), 'center', positionsOf(before.network)),
  (draft) => layOutAutomatically(draft),
  (draft, step, before) => void blocks.groupLayers(draft, severalIn(before, step), `block ${step.b}`),
  (draft, { a, b }) =>
    blocks.foldBlock(draft, pick(draft.network.blocks ?? [], a)?.id ?? 'none', b % 2 === 0),
  (draft, { a }) => blocks.ungroup(draft, pick(draft.network.blocks ?? [], a)?.id ?? 'none'),
  (draft, { a, b }, before) => {
    const problems = inferNetwork(before.network, { inputShape: [8, 8, 3] }).problems;
    const fix = pick(pick(problems, a)?.fixes ?? [], b);
    if (fix) applyFix(draft, fix);
  },
  (draft, { a, b }, before) => {
    const edge = pick(before.network.edges, a);
    if (edge) layers.moveOntoEdge(draft, layerIn(before, b), edge);
  },
];

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  action: fc.nat(actions.length - 1),
  a: fc.nat(10_000),
  b: fc.nat(10_000),
  c: fc.nat(10_000),
});
const startArbitrary = fc.constantFrom(...templateCatalogue.map(experimentOf));

function carryOut(history: History<Experiment>, step: Step): History<Experiment> {
  const before = history.document;
  return edit(history, `step ${step.action}`, (draft) => actions[step.action]?.(draft, step, before));
}

function undoAll(history: History<Experiment>): History<Experiment> {
  let current = history;
  while (current.undoable.length > 0) current = undo(current);
  return current;
}

function redoAll(history: History<Experiment>): History<Experiment> {
  let current = history;
  while (current.redoable.length > 0) current = redo(current);
  return current;
}

describe('any sequence of edits', () => {
  it('keeps the document valid at each step, and undo and redo lead exactly back and forth (1,000 sequences)', () => {
    let changes = 0;
    fc.assert(
      fc.property(
        startArbitrary,
        fc.array(stepArbitrary, { minLength: 1, maxLength: 14 }),
        (start, steps) => {
          let history = startHistory(start);
          for (const step of steps) {
            history = carryOut(history, step);
            const written = JSON.parse(JSON.stringify(history.document)) as unknown;
            expect(experimentSchema.parse(written)).toEqual(history.document);
            expectSound(history.document);
          }
          changes += history.undoable.length;
          const last = structuredClone(history.document);
          const back = undoAll(history);
          expect(back.document).toEqual(start);
          expect(redoAll(back).document).toEqual(last);
        },
      ),
      { numRuns: 1000, seed: 20240607 },
    );
    expect(changes).toBeGreaterThan(3000);
  });
});

/** Ids are unique, edges join layers that exist, are not repeated and make no circle; blocks hold what exists. */
function expectSound({ network }: Experiment): void {
  const ids = network.layers.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(network.edges.map((edge) => edge.join(' '))).size).toBe(network.edges.length);
  for (const [from, to] of network.edges) {
    expect(ids).toContain(from);
    expect(ids).toContain(to);
    expect(leadsTo(network, to, from)).toBe(false);
  }
  const inBlocks = (network.blocks ?? []).flatMap((block) => block.layers);
  expect(new Set(inBlocks).size).toBe(inBlocks.length);
  for (const id of inBlocks) expect(ids).toContain(id);
}
