import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../../patience';
import { folderForAll } from '../../support/workspace';
import { start } from '../support/layerlab';

const classifier = join(import.meta.dirname, '../../../fixtures/onnx/classifier.onnx');

let server: ChildProcess;
let address: string;
beforeAll(async () => {
  server = start('serve', classifier, '--port', '0', '--home', folderForAll(), '--json');
  if (server.stdout === null) throw new Error('the server says nothing');
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  address = `${(JSON.parse(line) as { url: string }).url}/v2/models/classifier`;
}, patience.test(2));
afterAll(async () => {
  server.kill('SIGINT');
  await once(server, 'close');
});

async function infer(outputs?: readonly string[]) {
  const response = await fetch(`${address}/infer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      inputs: [{ name: 'x', datatype: 'FP32', shape: [3, 2], data: [2, 1, 1, 2, -1, -2] }],
      ...(outputs && { outputs: outputs.map((name) => ({ name })) }),
    }),
  });
  return { status: response.status, body: (await response.json()) as object };
}

const label = { name: 'label', datatype: 'INT64', shape: [3], data: [3, 16_777_217, 5] };
const scores = { name: 'scores', datatype: 'FP32', shape: [3, 3], data: [2, 1, -3, 1, 2, -3, -1, -2, 3] };
const notGiven = 'The output "probabilities" is not given: it is of the type sequence, no tensor of numbers.';

describe('layerlab serve of a classifier of another program', () => {
  it('promises the outputs that it gives, and says which it does not give', async () => {
    const metadata = (await (await fetch(address)).json()) as object;
    expect(metadata).toMatchObject({
      outputs: [
        { name: 'label', datatype: 'INT64', shape: [-1] },
        { name: 'scores', datatype: 'FP32', shape: [-1, 3] },
      ],
      parameters: { outputs_not_given: [notGiven] },
    });
  });

  it('gives each as what it is: whole numbers that no 32-bit float holds stay what they are', async () => {
    expect(await infer()).toMatchObject({ status: 200, body: { outputs: [label, scores] } });
    expect(await infer(['scores'])).toMatchObject({ status: 200, body: { outputs: [scores] } });
  });

  it('refuses to give the map, with the reason', async () => {
    expect(await infer(['probabilities'])).toEqual({ status: 400, body: { error: notGiven } });
  });
});
