import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCheckpoint, readClock, writeCheckpoint } from '../../../src-main/trainer/checkpoints/checkpoint';
import { startClock } from '../../../src-main/trainer/run/pacing/clock';
import {
  hashTensors,
  readTensorFile,
  writeTensorFile,
} from '../../../src-main/trainer/checkpoints/safetensors';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'layerlab-test-'))));
afterEach(() => rmSync(directory, { recursive: true }));

const tensors = [
  {
    name: 'parameters/hidden/kernel',
    shape: [2, 3],
    values: Float32Array.of(1, -2, 3.5, 1e-30, Infinity, 0.1),
  },
  { name: 'parameters/hidden/bias', shape: [3], values: Float32Array.of(0, 0, 7) },
  { name: 'optimizer/m/hidden/kernel', shape: [], values: Float32Array.of(42) },
];

describe('a checkpoint file', () => {
  it('gives back names, shapes, values and metadata bit for bit', () => {
    const path = join(directory, 'last.safetensors');
    writeTensorFile(path, { tensors, metadata: { step: '12' } });
    expect(readTensorFile(path)).toEqual({ tensors, metadata: { step: '12' } });
  });

  it('has the layout of the safetensors format: length, header, data at a multiple of eight', () => {
    const path = join(directory, 'last.safetensors');
    writeTensorFile(path, { tensors, metadata: {} });
    const bytes = readFileSync(path);
    const headerLength = Number(bytes.readBigUInt64LE());
    expect(headerLength % 8).toBe(0);
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength)) as Record<string, unknown>;
    expect(header['parameters/hidden/bias']).toEqual({ dtype: 'F32', shape: [3], data_offsets: [24, 36] });
    expect(bytes.readFloatLE(8 + headerLength + 24 + 8)).toBe(7);
    expect(bytes.byteLength).toBe(8 + headerLength + 40);
  });

  it('that was cut off is refused, and one that is missing is said to be missing', () => {
    const path = join(directory, 'last.safetensors');
    writeTensorFile(path, { tensors, metadata: {} });
    truncateSync(path, readFileSync(path).byteLength - 4);
    expect(() => readTensorFile(path)).toThrow(expect.objectContaining({ code: 'badArgument', where: path }));
    writeFileSync(path, 'short');
    expect(() => readTensorFile(path)).toThrow(expect.objectContaining({ code: 'badArgument' }));
    expect(() => readTensorFile(join(directory, 'none'))).toThrow(
      expect.objectContaining({ code: 'notFound' }),
    );
  });

  it('holds a clock whose losses are not all finite, and is refused where there is no clock', () => {
    const clock = { ...startClock, step: 7, epochSums: { loss: Infinity }, history: [0.5, NaN] };
    writeCheckpoint(directory, 'last', { tensors, clock });
    const path = join(directory, 'last.safetensors');
    expect(readClock(path)).toEqual({ ...clock, epochSums: { loss: NaN } });
    expect(readCheckpoint(path)).toEqual({ tensors, clock: { ...clock, epochSums: { loss: NaN } } });
    const unreadable: Record<string, string>[] = [{}, { clock: 'no JSON' }, { clock: '{"step":1}' }];
    for (const metadata of unreadable) {
      writeTensorFile(path, { tensors, metadata });
      expect(() => readClock(path)).toThrow(expect.objectContaining({ code: 'badArgument', where: path }));
    }
  });

  it('whose header is not JSON is refused as damaged', () => {
    const path = join(directory, 'last.safetensors');
    const header = Buffer.from('{"broken": ');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.byteLength));
    writeFileSync(path, Buffer.concat([length, header]));
    expect(() => readTensorFile(path)).toThrow(expect.objectContaining({ code: 'badArgument', where: path }));
  });

  it('leaves no temporary file behind', () => {
    writeTensorFile(join(directory, 'last.safetensors'), { tensors, metadata: {} });
    expect(execFileSync('ls', [directory], { encoding: 'utf8' }).trim()).toBe('last.safetensors');
  });
});

describe('the hash of weights', () => {
  it('changes with a value, a name, a shape and the order', () => {
    const changed = [
      tensors,
      tensors.slice().reverse(),
      tensors.map((tensor) => ({ ...tensor, name: `${tensor.name}2` })),
      tensors.map((tensor) => ({ ...tensor, shape: [...tensor.shape, 1] })),
      tensors.map((tensor) => ({ ...tensor, values: tensor.values.map((value) => value + 1) })),
    ].map(hashTensors);
    expect(new Set(changed).size).toBe(5);
    expect(hashTensors(structuredClone(tensors))).toBe(changed[0]);
  });
});
