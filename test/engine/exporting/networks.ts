import type { ExperimentInput } from '@shared/experiment/experiment';
import { findLayerDefinition } from '@shared/network/layers';

type Network = ExperimentInput['network'];

const required: Record<string, object> = {
  conv2d: { filters: 4, kernelSize: [3, 2], strides: [2, 1], groups: 2 },
  reshape: { targetShape: [2, 48] },
  permute: { dims: [3, 1, 2] },
  zeroPadding2d: { padding: [0, 2, 1, 3] },
  cropping2d: { cropping: [0, 2, 1, 0] },
  relu: { maximum: 0.5 },
  rescaling: { scale: 0.5, offset: [-1, 0, 0.25, 2] },
};

const imageShape = [6, 4, 4];
const sequenceShape = [7, 3];
const images = [
  'permute',
  'reshape',
  'flatten',
  'batchNormalization',
  'layerNormalization',
  'prelu',
  'rescaling',
  'spatialDropout',
];

/** The smallest network that holds a layer of a kind in a place that suits it. */
export function networkWith(kind: string): { network: Network; inputShape: readonly number[] } {
  const definition = findLayerDefinition(kind);
  const layer = { id: 'tested', kind, ...required[kind] };
  if (definition?.group === 'merge') {
    return {
      inputShape: imageShape,
      network: {
        layers: [
          { id: 'input', kind: 'input' },
          { id: 'left', kind: 'tanh' },
          { id: 'right', kind: 'sigmoid' },
          layer,
        ],
        edges: [
          ['input', 'left'],
          ['input', 'right'],
          ['left', 'tested'],
          ['right', 'tested'],
        ],
      },
    };
  }
  const rank = images.includes(kind) ? 3 : (definition?.inputRank ?? 1);
  const inputShape = rank === 3 ? imageShape : rank === 2 ? sequenceShape : [5];
  return {
    inputShape,
    network: { layers: [{ id: 'input', kind: 'input' }, layer], edges: [['input', 'tested']] },
  };
}
