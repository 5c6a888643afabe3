import { join } from 'node:path';
import { Random } from '@shared/random';
import { sizeOf } from '@shared/ops/shape';
import { withInference } from '../../src-main/engine/inference/inferenceProcess';
import { askPeer } from '../peers/ask';
import { median } from '../median';

const batch = 256;
const secondsEach = 2;

interface Throughput {
  /** Examples a second in our inference process, and in Python's ONNX Runtime. */
  readonly ours: number;
  readonly theirs: number;
  readonly version: string;
}

/** Examples a second through an exported file, turn and turn about with Python; medians. Null where Python lacks it. */
export async function throughputOf(model: string, python: string, turns: number): Promise<Throughput | null> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  let version = '';
  for (let turn = 0; turn < turns; turn++) {
    ours.push(await examplesPerSecond(model));
    const peer = askPeer<{ examplesPerSecond: number; version: string }>(
      python,
      'onnx_throughput.py',
      ...[model, String(batch), String(secondsEach)],
    );
    if (peer === null) return null;
    theirs.push(peer.examplesPerSecond);
    version = peer.version;
  }
  return { ours: median(ours), theirs: median(theirs), version };
}

/** In the built inference process, where the batch lies as it does in Python's. */
function examplesPerSecond(model: string): Promise<number> {
  return withInference(join(process.cwd(), 'out', 'main', 'inference.mjs'), async (inference) => {
    const { inputs } = await inference.open(model);
    const shape = [batch, ...(inputs[0]?.shape ?? []).slice(1).map(Number)];
    const random = new Random(1, 0);
    const values = Float32Array.from({ length: sizeOf(shape) }, () => random.uniform(0, 255));
    return (1000 * batch) / (await inference.time(model, values, shape, 1000 * secondsEach));
  });
}
