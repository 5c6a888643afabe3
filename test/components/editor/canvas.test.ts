import { inferNetwork } from '@shared/network/inference';
import { exportResultSchema } from '@shared/contract/exports';
import { layerIdSchema } from '@shared/ids';
import { describe, expect, it } from 'vitest';
import NetworkCanvas from '../../../src-renderer/features/editor/canvas/NetworkCanvas.vue';
import { canvasGraph, GraphMemory } from '../../../src-renderer/features/editor/canvas/graph/graph';
import { positionsOf } from '@shared/drawing/layout';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { useDeviationStore } from '../../../src-renderer/stores/runs/deviation';
import { useEditorStore } from '../../../src-renderer/stores/editor';
import { freshStores, mountInApp } from '../page/mounting';

function canvas() {
  const pinia = freshStores();
  const document = useExperimentStore();
  const editor = useEditorStore();
  const place = window.document.createElement('div');
  place.style.cssText = 'width: 800px; height: 700px';
  window.document.body.append(place);
  const app = mountInApp(NetworkCanvas, {}, { pinia, place });
  const box = (id: string) => app.get(`.vue-flow__node[data-id="${id}"]`);
  const words = (id: string) =>
    box(id)
      .findAll('.line span')
      .map((span) => span.text());
  return { app, document, editor, box, words };
}

describe('the canvas', () => {
  it('says on each box what the layer is, its parameters, how many it learns and what it makes', async () => {
    const { words, box } = canvas();
    await expect.poll(() => words('hidden1')).toEqual(['Dense', '48', '16 units', '16']);
    expect(words('input')).toEqual(['Input', 'input', '2']);
    expect(box('hidden1').attributes('aria-label')).toBe('Dense, hidden1. 16 units. output 16');
  });

  it('follows an edit in the boxes that it touches', async () => {
    const { words, document } = canvas();
    await expect.poll(() => words('hidden1')[2]).toBe('16 units');
    document.edit('Set units', (draft) => {
      const layer = draft.network.layers.find(({ id }) => id === 'hidden1')!;
      layer['units'] = 1234;
      layer['useBias'] = false;
    });
    await expect.poll(() => words('hidden1')).toEqual(['Dense', '2,468', '1,234 units · no bias', '1234']);
  });

  it('keeps its selection and the editor’s the same', async () => {
    const { box, editor } = canvas();
    editor.select([layerIdSchema.parse('hidden1')]);
    await expect.poll(() => box('hidden1').classes()).toContain('selected');
    editor.select([]);
    await expect.poll(() => box('hidden1').classes()).not.toContain('selected');
  });

  it('marks what is wrong on the layer where it is', async () => {
    const { box, document } = canvas();
    document.edit('Set units', (draft) => {
      draft.network.layers.at(-1)!['units'] = 7;
    });
    const last = document.network.layers.at(-1)!.id;
    await expect.poll(() => box(last).find('.has-error').exists()).toBe(true);
    expect(box('hidden1').find('.has-error').exists()).toBe(false);
  });
});

describe('an exported file that deviates', () => {
  const report = (firstDeviation: object | null, secondRuntime: object | null) =>
    exportResultSchema.parse({
      ...{ runId: '01980000-0000-7000-8000-000000000001', format: 'onnx', checkpoint: 'best' },
      ...{ path: null, asidePath: '/models/moons.failed.onnx', bytes: 1, sha256: '' },
      ...{ reportPath: '', createdAt: '2026-01-01T00:00:00.000Z' },
      report: {
        ...{ examples: 9, split: 'test', largestDifference: 0.5, meanDifference: 0.1, sameTop1: 0.9 },
        ...{ tolerance: 1e-5, passed: false, firstDeviation, secondRuntime },
      },
    });
  const layer = {
    layer: 'hidden2',
    largestDifference: 0.25,
    tolerance: 1e-5,
    example: 7,
    deviates: true,
  };

  it('colors the canvas from the first layer that differs on, and says there by how much', async () => {
    const { app, box, words } = canvas();
    await expect.poll(() => words('hidden2')[2]).toBe('16 units');
    const colored = (id: string) => box(id).find('.layer.deviates').exists();
    useDeviationStore().latest = report(layer, null);
    await expect.poll(() => colored('hidden2')).toBe(true);
    const { network } = useExperimentStore();
    expect(network.layers.map(({ id }) => [id, colored(id)])).toEqual(
      network.layers.map(({ id }) => [id, !['input', 'hidden1', 'relu1'].includes(id)]),
    );
    expect(app.findAll('[aria-label="The exported file deviates from here on"]')).toHaveLength(1);
    await box('hidden2').get('[aria-label="The exported file deviates from here on"]').trigger('click');
    const told = () => window.document.body.textContent;
    await expect
      .poll(told)
      .toMatch(/moons\.failed\.onnx gives other values than the trained network: by up to 0\.25/);
    expect(told()).toContain('example 7 of the data set');
  });

  it('does so as well where only the second runtime differs, which it names, and not for one that passed', async () => {
    const { box, words } = canvas();
    await expect.poll(() => words('hidden2')[2]).toBe('16 units');
    const second = { runtime: 'ONNX Runtime Web', notRun: null, largestDifference: 0.5, sameTop1: 1 };
    const store = useDeviationStore();
    store.latest = report(null, { ...second, firstDeviation: layer, passed: false });
    await expect.poll(() => box('hidden2').find('.deviates').exists()).toBe(true);
    expect(store.deviation?.runtime).toBe('ONNX Runtime Web');
    store.latest = report(null, { ...second, firstDeviation: null, passed: true });
    await expect.poll(() => box('hidden2').find('.deviates').exists()).toBe(false);
  });
});

describe('the graph of a network', () => {
  it('keeps the words of boxes that an edit leaves alone, so that they are not drawn again', () => {
    freshStores();
    const document = useExperimentStore();
    const memory = new GraphMemory();
    const drawn = () => {
      const { network } = document;
      const { layers } = inferNetwork(network, { inputShape: [2] });
      return canvasGraph(network, layers, [], positionsOf(network), memory);
    };
    const before = drawn();
    document.edit('Set units', (draft) => {
      draft.network.layers.at(-1)!['units'] = 3;
    });
    const after = drawn();
    const last = document.network.layers.at(-1)!.id;
    for (const [id, data] of after.layers) expect(data === before.layers.get(id)).toBe(id !== last);
    expect(after.edges.map(({ data }) => data as unknown)).toEqual(
      before.edges.map(({ data }) => data as unknown),
    );
    expect(after.edges.every(({ data }, i) => data === before.edges[i]?.data)).toBe(true);
  });
});
