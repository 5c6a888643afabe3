import { describe, expect, it } from 'vitest';
import { imageKernelOf } from '@shared/network/imageKernel';
import { inferNetwork } from '@shared/network/inference';
import type { Shape } from '@shared/ops/shape';
import { chainOf, networkOf } from './building';

function kernelOf(inputShape: Shape, ...layers: readonly object[]) {
  return imageKernelOf(inferNetwork(chainOf(...layers), { inputShape }), inputShape);
}

const dense = { kind: 'dense', units: 5 };

describe('weights are images where the first layer that learns sees an image itself', () => {
  it('as a dense layer does, whether or not the image is laid out in a row before it', () => {
    const expected = { layer: 'dense1', units: 5, pieces: 1, shape: [4, 6, 3] };
    expect(kernelOf([4, 6, 3], dense)).toEqual(expected);
    const flat = [{ kind: 'dropout', rate: 0.2 }, { kind: 'flatten' }, { kind: 'gaussianNoise' }];
    expect(kernelOf([4, 6, 3], ...flat, dense)).toEqual({ ...expected, layer: 'dense4' });
    expect(kernelOf([24], { kind: 'reshape', targetShape: [4, 6, 1] }, { kind: 'flatten' }, dense)).toEqual({
      ...expected,
      layer: 'dense3',
      shape: [4, 6, 1],
    });
  });

  it('as a convolution does, through a window; also of a padded or smaller image', () => {
    const convolution = { kind: 'conv2d', filters: 7, kernelSize: [3, 5] };
    expect(kernelOf([8, 8, 1], convolution)).toEqual({
      layer: 'conv2d1',
      units: 7,
      pieces: 1,
      shape: [3, 5, 1],
    });
    expect(kernelOf([8, 8, 3], { kind: 'zeroPadding2d' }, convolution)?.shape).toEqual([3, 5, 3]);
    expect(kernelOf([8, 8, 3], { kind: 'averagePool2d' }, { kind: 'flatten' }, dense)?.shape).toEqual([
      4, 4, 3,
    ]);
    expect(kernelOf([8, 8, 3], { kind: 'batchNormalization' }, convolution)?.layer).toBe('conv2d2');
  });

  it('as a maxout does, of which each unit has an image for every piece', () => {
    expect(kernelOf([4, 6, 3], { kind: 'flatten' }, { kind: 'maxout', units: 5, pieces: 3 })).toEqual({
      layer: 'maxout2',
      units: 5,
      pieces: 3,
      shape: [4, 6, 3],
    });
  });

  it('as a depthwise convolution does, whose filters look at one channel each', () => {
    const depthwise = { kind: 'depthwiseConv2d', kernelSize: [3, 5], depthMultiplier: 2 };
    expect(kernelOf([8, 8, 3], depthwise)).toEqual({
      layer: 'depthwiseConv2d1',
      units: 6,
      pieces: 1,
      shape: [3, 5, 1],
    });
    expect(kernelOf([8, 8, 1], depthwise)).toMatchObject({ units: 2, shape: [3, 5, 1] });
  });

  it('and the first of two branches is taken', () => {
    const branches = networkOf(
      { input: { kind: 'input' }, a: dense, b: { kind: 'dense', units: 5 }, sum: { kind: 'add' } },
      ['input a', 'input b', 'a sum', 'b sum'],
    );
    expect(imageKernelOf(inferNetwork(branches, { inputShape: [3, 3, 1] }), [3, 3, 1])?.layer).toBe('a');
  });

  it('and not where the input is a row, has other channels, or is bent, pooled or mixed before', () => {
    expect(kernelOf([24], dense)).toBeNull();
    expect(kernelOf([4, 6, 2], { kind: 'conv2d', filters: 7, kernelSize: 3 })).toBeNull();
    expect(kernelOf([4, 6, 3], { kind: 'relu' }, dense)).toBeNull();
    expect(kernelOf([4, 6, 3], { kind: 'globalAveragePool2d' }, dense)).toBeNull();
    expect(kernelOf([8, 8, 3], { kind: 'permute', dims: [3, 1, 2] }, { kind: 'flatten' }, dense)).toBeNull();
  });
});
