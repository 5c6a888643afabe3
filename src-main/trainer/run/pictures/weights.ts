import { imageKernelOf } from '@shared/network/imageKernel';
import { sizeOf } from '@shared/ops/shape';
import type { PictureOf } from '@shared/pictures/catalogue';
import { byteMaps } from './layers/byteMaps';
import type { DrawPicture } from './source';

export const drawWeights: DrawPicture<PictureOf<'weights'>> = function* ({ session, network, data }, step) {
  const kernel = imageKernelOf(network, data.inputShape);
  if (kernel === null) throw new Error('no layer of the network looks at an image');
  const { layer, units, pieces, shape } = kernel;
  const [tensor] = session.readState((name) => name === `parameters/${layer}/kernel`);
  if (tensor === undefined) throw new Error(`${layer} has no kernel`);
  yield;
  const scale = tensor.values.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
  const [height = 1, width = 1, channels = 1] = shape;
  const images = byteMaps(tensor.values, sizeOf(shape), units * pieces);
  return { kind: 'weights', step, layer, units, pieces, height, width, channels, scale, ...images };
};
