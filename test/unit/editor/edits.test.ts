import type { Experiment } from '@shared/experiment/experiment';
import { layerIdSchema } from '@shared/ids';
import { inferNetwork } from '@shared/network/inference';
import { experimentOf, startUpTemplate } from '@shared/experiment/templates';
import { describe, expect, it } from 'vitest';
import { positionsOf } from '@shared/drawing/layout';
import { foldBlock, groupLayers } from '../../../src-renderer/features/editor/edits/blocks';
import {
  copyLayers,
  pasteFragment,
  readFragment,
} from '../../../src-renderer/features/editor/edits/clipboard';
import { connect, whyNotConnect } from '../../../src-renderer/features/editor/edits/edges';
import { applyFix } from '../../../src-renderer/features/editor/edits/fixes';
import {
  addLayer,
  appendAfter,
  insertOnEdge,
  mayAdd,
  removeLayers,
} from '../../../src-renderer/features/editor/edits/layers';
import { networkOf } from '../network/building';
import { edit, startHistory, undo } from '../../../src-renderer/stores/document/history';

const id = (text: string) => layerIdSchema.parse(text);

/** input → hidden1 → relu1 → hidden2 → relu2 → scores */
function spirals(): Experiment {
  return experimentOf(startUpTemplate);
}

function edgesOf(experiment: Experiment): string[] {
  return experiment.network.edges.map((edge) => edge.join('→'));
}

describe('inserting and removing layers', () => {
  it('adds an input only where a network has none', () => {
    const experiment = spirals();
    expect(mayAdd(experiment.network, 'input')).toBe(false);
    expect(mayAdd(experiment.network, 'dense')).toBe(true);
    removeLayers(experiment, [id('input')]);
    expect(mayAdd(experiment.network, 'input')).toBe(true);
  });

  it('puts a layer dropped on an edge between its ends', () => {
    const experiment = spirals();
    insertOnEdge(experiment, 'dropout', [id('relu1'), id('hidden2')]);
    expect(edgesOf(experiment)).toEqual([
      'input→hidden1',
      'hidden1→relu1',
      'relu1→dropout',
      'dropout→hidden2',
      'hidden2→relu2',
      'relu2→scores',
    ]);
  });

  it('appends behind the last layer, and within a chain what followed follows the new layer', () => {
    const experiment = spirals();
    appendAfter(experiment, 'tanh', id('scores'));
    appendAfter(experiment, 'dense', id('input'));
    expect(edgesOf(experiment)).toContain('scores→tanh');
    expect(edgesOf(experiment)).toContain('input→dense');
    expect(edgesOf(experiment)).toContain('dense→hidden1');
  });

  it('closes the chain where a layer is taken out', () => {
    const experiment = spirals();
    removeLayers(experiment, [id('relu1'), id('hidden2')]);
    expect(edgesOf(experiment)).toEqual(['input→hidden1', 'hidden1→relu2', 'relu2→scores']);
  });
});

describe('connecting layers', () => {
  it('says why a connection cannot be made', () => {
    const { network } = spirals();
    expect(whyNotConnect(network, id('hidden1'), id('hidden1'))).toMatch(/itself/);
    expect(whyNotConnect(network, id('scores'), id('hidden1'))).toMatch(
      /hidden1 comes before scores.*circle/,
    );
    expect(whyNotConnect(network, id('hidden1'), id('relu1'))).toMatch(/already/);
    expect(whyNotConnect(network, id('hidden1'), id('input'))).toMatch(/from the data/);
    expect(whyNotConnect(network, id('relu1'), id('relu2'))).toBeNull();
  });

  it('moves the one input of a layer, and adds to the inputs of a merging layer', () => {
    const experiment = spirals();
    connect(experiment, id('relu1'), id('relu2'));
    expect(edgesOf(experiment)).not.toContain('hidden2→relu2');
    const sum = addLayer(experiment, 'add');
    expect(connect(experiment, id('relu1'), sum)).toBe(true);
    expect(connect(experiment, id('hidden2'), sum)).toBe(true);
    expect(edgesOf(experiment).filter((edge) => edge.endsWith('→add'))).toHaveLength(2);
  });
});

describe('one-click fixes', () => {
  it('mend a Dense layer that is fed an image', () => {
    const experiment = spirals();
    insertOnEdge(experiment, 'conv2d', [id('input'), id('hidden1')]);
    const data = { inputShape: [8, 8, 3] };
    const problem = inferNetwork(experiment.network, data).problems.find(
      ({ severity }) => severity === 'error',
    );
    const fix = problem?.fixes.find(({ kind }) => kind === 'insertLayer');
    expect(fix).toBeDefined();
    if (fix) applyFix(experiment, fix);
    const mended = inferNetwork(experiment.network, data);
    expect(mended.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    // The convolution keeps 8 × 8 and gives 16 channels: 1,024 values into 16 units and their biases.
    expect(mended.layers.find((layer) => layer.id === 'hidden1')?.parameterCount).toBe(1024 * 16 + 16);
  });
});

describe('a merge of unlike branches', () => {
  type Branches = Record<
    'long' | 'longer' | 'short',
    { readonly kind: string; readonly [parameter: string]: unknown }
  >;

  /** in → long → longer → merge, and in → short → merge */
  function merging(kind: string, { long, longer, short }: Branches): Experiment {
    const network = networkOf({ in: { kind: 'input' }, long, longer, short, merge: { kind } }, [
      'in long',
      'long longer',
      'longer merge',
      'in short',
      'short merge',
    ]);
    return { ...spirals(), network };
  }

  function mend(experiment: Experiment, inputShape: number[], title: string): number[] | undefined {
    const { problems } = inferNetwork(experiment.network, { inputShape });
    const fix = problems.flatMap(({ fixes }) => fixes).find((candidate) => candidate.title === title);
    expect(problems.flatMap(({ fixes }) => fixes.map((offered) => offered.title))).toContain(title);
    if (fix) applyFix(experiment, fix);
    const mended = inferNetwork(experiment.network, { inputShape });
    expect(mended.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    return mended.layers.find((layer) => layer.id === 'merge')?.outputShape.slice();
  }
  const conv = (filters: number, others: object = {}) => ({ kind: 'conv2d', filters, ...others });
  const dense = (units: number) => ({ kind: 'dense', units });
  const relu = { kind: 'relu' };

  it('gets a 1×1 convolution in the shorter branch, with the filters of the deeper one', () => {
    const experiment = merging('add', { long: conv(8), longer: conv(12), short: relu });
    expect(mend(experiment, [9, 9, 3], 'Insert a 1×1 convolution after short')).toEqual([9, 9, 12]);
    expect(experiment.network.layers.find(({ id }) => id === 'conv2d')).toMatchObject({
      filters: 12,
      kernelSize: 1,
    });
  });

  it('gets strides where the deeper branch made the image smaller: ⌈9 / 2⌉ = 5', () => {
    const experiment = merging('multiply', { long: conv(8, { strides: 2 }), longer: relu, short: relu });
    const title = 'Insert a 1×1 convolution with strides 2 after short';
    expect(mend(experiment, [9, 9, 3], title)).toEqual([5, 5, 8]);
  });

  it('adapts the deeper branch where only that can be made smaller', () => {
    const experiment = merging('add', { long: conv(8), longer: relu, short: conv(4, { strides: 3 }) });
    const title = 'Insert a 1×1 convolution with strides 3 after longer';
    expect(mend(experiment, [9, 9, 3], title)).toEqual([3, 3, 4]);
  });

  it('of vectors gets a Dense layer', () => {
    const experiment = merging('add', { long: dense(8), longer: dense(6), short: relu });
    expect(mend(experiment, [2], 'Insert a Dense of 6 units after short')).toEqual([6]);
  });

  it('of an image and a vector gets the mean of the image’s channels', () => {
    const experiment = merging('add', { long: { kind: 'flatten' }, longer: dense(4), short: conv(4) });
    expect(mend(experiment, [9, 9, 3], 'Insert a global average pooling after short')).toEqual([4]);
  });

  it('can keep the branches side by side where only the channels differ', () => {
    const experiment = merging('add', { long: conv(8), longer: conv(12), short: relu });
    expect(mend(experiment, [9, 9, 3], 'Use Concatenate instead')).toEqual([9, 9, 15]);
  });

  it('offers nothing where no stride makes one size of the other', () => {
    const experiment = merging('add', { long: conv(8, { padding: 'valid' }), longer: relu, short: relu });
    const { problems } = inferNetwork(experiment.network, { inputShape: [9, 9, 3] });
    expect(problems.flatMap(({ fixes }) => fixes)).toEqual([]);
  });
});

describe('copying and pasting', () => {
  it('brings layers with their edges through text, under ids that are free', () => {
    const experiment = spirals();
    const positions = positionsOf(experiment.network);
    const copied = copyLayers(experiment.network, [id('hidden1'), id('relu1')], positions);
    const fragment = readFragment(JSON.stringify(copied));
    if (fragment === null) throw new Error('the copy could not be read');
    const pasted = pasteFragment(experiment, fragment, positions);
    expect(pasted).toEqual(['hidden3', 'relu3']);
    expect(edgesOf(experiment)).toContain('hidden3→relu3');
    expect(experiment.network.layers.find((layer) => layer.id === 'hidden3')).toMatchObject({
      kind: 'dense',
      units: 16,
      initializer: 'heNormal',
    });
  });

  it('takes no text that is something else', () => {
    expect(readFragment('hello')).toBeNull();
    expect(readFragment('{"layers": []}')).toBeNull();
  });
});

describe('laying out', () => {
  it('puts each layer below those that feed it', () => {
    const { network } = spirals();
    const positions = positionsOf(network);
    for (const [from, to] of network.edges) {
      expect(positions[to]?.[1]).toBeGreaterThan((positions[from]?.[1] ?? 0) + 58);
    }
  });

  it('keeps what a folded block hides out of the picture, and what is computed as it was', () => {
    const experiment = spirals();
    const before = inferNetwork(experiment.network, { inputShape: [2] }).totals;
    const block = groupLayers(experiment, [id('hidden1'), id('relu1')], 'first layer');
    foldBlock(experiment, block ?? '', true);
    const positions = positionsOf(experiment.network);
    expect(positions['hidden1']).toEqual(positions['relu1']);
    expect(inferNetwork(experiment.network, { inputShape: [2] }).totals).toEqual(before);
  });
});

describe('history', () => {
  const setUnits = (units: number) => (draft: Experiment) => {
    const layer = draft.network.layers.find((candidate) => candidate.id === 'hidden1');
    if (layer) layer['units'] = units;
  };

  it('takes quick edits of one control as one step', () => {
    let history = startHistory(spirals());
    for (const units of [17, 18, 19])
      history = edit(history, 'Set units', setUnits(units), { mergeKey: 'units' }, units);
    expect(history.undoable).toHaveLength(1);
    expect(undo(history).document).toEqual(spirals());
  });

  it('keeps apart edits with a pause between, and changes nothing where an edit throws', () => {
    let history = startHistory(spirals());
    history = edit(history, 'Set units', setUnits(17), { mergeKey: 'units' }, 0);
    history = edit(history, 'Set units', setUnits(18), { mergeKey: 'units' }, 10_000);
    expect(history.undoable).toHaveLength(2);
    const failing = () =>
      edit(history, 'Fail', (draft) => {
        draft.name = 'half done';
        throw new Error('stop');
      });
    expect(failing).toThrow('stop');
    expect(history.document.name).toBe(spirals().name);
  });
});
