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

/** In the built inference process, a batch being on its way while another is computed. */
function examplesPerSecond(model: string): Promise<number> {
  return withInference(join(process.cwd(), 'out', 'main', 'inference.mjs'), async (inference) => {
    const { inputs } = await inference.open(model);
    const shape = [batch, ...(inputs[0]?.shape ?? []).slice(1).map(Number)];
    const random = new Random(1, 0);
    const values = Float32Array.from({ length: sizeOf(shape) }, () => random.uniform(0, 255));
    const runSome = async (until: () => boolean) => {
      let runs = 0;
      for (; !until(); runs++) await inference.runOne(model, values, shape);
      return runs;
    };
    let warm = 0;
    await runSome(() => warm++ === 3);
    const started = performance.now();
    const isOver = () => performance.now() - started >= 1000 * secondsEach;
    const runs = await Promise.all([runSome(isOver), runSome(isOver)]);
    const taken = (performance.now() - started) / 1000;
    return (batch * runs.reduce((sum, each) => sum + each, 0)) / taken;
  });
}
