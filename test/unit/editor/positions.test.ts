import { layerIdSchema } from '@shared/ids';
import { experimentOf, startUpTemplate } from '@shared/experiment/templates';
import { describe, expect, it } from 'vitest';
import { copyLayers, pasteFragment } from '../../../src-renderer/features/editor/edits/clipboard';
import { insertOnEdge } from '../../../src-renderer/features/editor/edits/layers';
import { layerHeight, layerWidth } from '@shared/drawing/layout';
import {
  alignLayers,
  freePlace,
  layerSpacing,
  makeRoomBelow,
} from '../../../src-renderer/features/editor/edits/positions';

const id = (text: string) => layerIdSchema.parse(text);

/** The chain of the start-up template, each layer right below the one before. */
function placed() {
  const experiment = experimentOf(startUpTemplate);
  experiment.network.positions = Object.fromEntries(
    experiment.network.layers.map((layer, index): [string, [number, number]] => [
      layer.id,
      [0, index * layerSpacing],
    ]),
  );
  return {
    experiment,
    network: experiment.network,
    at: (name: string) => experiment.network.positions?.[name],
  };
}

describe('where layers stand', () => {
  it('makes room for a layer between two: all that follows moves down by its height, what is above stays', () => {
    const { experiment, at } = placed();
    insertOnEdge(experiment, 'dropout', [id('relu1'), id('hidden2')]);
    expect(at('relu1')).toEqual([0, 2 * layerSpacing]);
    expect(at('dropout')).toEqual([0, 3 * layerSpacing]);
    expect(at('hidden2')).toEqual([0, 4 * layerSpacing]);
    expect(at('scores')).toEqual([0, 6 * layerSpacing]);
  });

  it('moves nothing where there is room already', () => {
    const { network, at } = placed();
    makeRoomBelow(network, id('hidden2'), -10);
    expect(at('hidden2')).toEqual([0, 3 * layerSpacing]);
  });

  it('moves each layer once, by whichever way it is reached', () => {
    const { network, at } = placed();
    network.edges.push([id('hidden1'), id('relu2')]);
    makeRoomBelow(network, id('hidden1'), 10);
    expect(at('relu2')).toEqual([0, 4 * layerSpacing + 10]);
  });

  it('goes to the right until no other layer is covered', () => {
    const step = layerWidth + 32;
    const taken = { a: [0, 0], b: [step, 10] } as const;
    expect(freePlace(taken, [0, 0])).toEqual([2 * step, 0]);
    expect(freePlace(taken, [0, layerHeight + 10])).toEqual([0, layerHeight + 10]);
  });

  it('puts what is inserted beside a layer that stands in its place', () => {
    const { experiment, at } = placed();
    experiment.network.positions!['scores'] = [0, 3 * layerSpacing];
    experiment.network.edges = experiment.network.edges.filter(([, to]) => to !== 'scores');
    insertOnEdge(experiment, 'dropout', [id('relu1'), id('hidden2')]);
    expect(at('dropout')?.[0]).toBeGreaterThanOrEqual(layerWidth);
    expect(at('scores')).toEqual([0, 3 * layerSpacing]);
  });

  it('is a little to the right and below where copied layers are pasted: 32 pixels each', () => {
    const { experiment, network, at } = placed();
    const positions = network.positions!;
    const fragment = copyLayers(network, [id('hidden2')], positions);
    const [pasted] = pasteFragment(experiment, fragment!, positions);
    expect(at(pasted!)).toEqual([32, 3 * layerSpacing + 32]);
  });

  it('agrees along the line that layers are aligned to', () => {
    const { experiment, network, at } = placed();
    network.positions!['relu1'] = [100, 500];
    const two = [id('hidden1'), id('relu1')];
    alignLayers(experiment, two, 'right', network.positions!);
    expect([at('hidden1'), at('relu1')]).toEqual([
      [100, layerSpacing],
      [100, 500],
    ]);
    alignLayers(experiment, two, 'middle', network.positions!);
    expect(at('hidden1')).toEqual([100, (layerSpacing + 500) / 2]);
  });
});
