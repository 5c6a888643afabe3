import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSafetensors } from '@shared/safetensors';
import { afterAll, describe, expect, it } from 'vitest';
import { readTensorFile, writeTensorFile } from '../../../src-main/trainer/checkpoints/safetensors';

const folder = mkdtempSync(join(tmpdir(), 'layerlab-safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a safetensors file', () => {
  const tensors = [
    { name: 'parameters/größe/kernel', shape: [2, 1], values: Float32Array.of(1.5, -2) },
    { name: 'parameters/層/bias', shape: [3], values: Float32Array.of(0, 1, 2) },
  ];

  it('holds names in any script, whichever way it is written', () => {
    const whole = join(folder, 'whole.safetensors');
    writeFileSync(whole, encodeSafetensors(tensors, { step: '7' }));
    expect(readTensorFile(whole)).toEqual({ tensors, metadata: { step: '7' } });
    const streamed = join(folder, 'streamed.safetensors');
    writeTensorFile(streamed, { tensors, metadata: { step: '7' } });
    expect(readTensorFile(streamed)).toEqual({ tensors, metadata: { step: '7' } });
  });

  it('begins its values at a multiple of eight', () => {
    for (const name of ['a', 'ab', 'abc', 'abcdefgh']) {
      const bytes = encodeSafetensors([{ name, shape: [1], values: Float32Array.of(1) }]);
      expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
    }
  });
});
