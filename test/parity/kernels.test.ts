import { expect, it } from 'vitest';
import { requireNative } from '../../src-main/trainer/session/native';

it('TensorFlow takes oneDNN’s kernels where it has them, and its own where the environment says so', () => {
  const isOwn = process.env['TF_ENABLE_ONEDNN_OPTS'] === '0' || process.arch !== 'x64';
  expect(requireNative().kernels).toBe(isOwn ? 'plain' : 'oneDnn');
});
