import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../../patience';
import { smallNetwork, writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { layerlab, start } from '../support/layerlab';

const experiment = {
  version: 1,
  name: 'two spirals',
  network: smallNetwork(),
  dataset: { kind: 'spirals', examples: 200 },
  training: { loss: 'softmaxCrossEntropy', epochs: 2, batchSize: 32, seed: 1 },
};

/** How many malformed requests are sent. */
const malformed = Number(process.env['LAYERLAB_MALFORMED_REQUESTS'] ?? 1000);

const home = folderForAll();
const model = join(home, 'spirals.onnx');
let server: ChildProcess;
let url: string;
let port: number;
beforeAll(async () => {
  const file = writeExperiment(home, experiment);
  expect((await layerlab('train', file, '--home', home)).code).toBe(0);
  expect((await layerlab('export', 'last', '--out', model, '--home', home)).code).toBe(0);
  server = start('serve', model, '--port', '0', '--home', home, '--json');
  if (server.stdout === null) throw new Error('the server says nothing');
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  ({ url } = JSON.parse(line) as { url: string });
  port = Number(new URL(url).port);
}, patience.test(4));
afterAll(async () => {
  if (server.exitCode === null) {
    server.kill('SIGINT');
    await once(server, 'close');
  }
});

const infer = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}/v2/models/spirals/infer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const input = (more: object = {}) => ({
  inputs: [{ name: 'input', datatype: 'FP32', shape: [2, 2], data: [0.1, 0.2, -0.3, 0.4], ...more }],
});

/** By Node's own client, which lets us say what a browser's would not. */
function raw(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ port, host: '127.0.0.1', path: '/v2/health/live', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** The parts that are put into a good request. */
const parts = [
  '',
  '{',
  '"',
  '[[[',
  'null',
  '-1',
  '1e999',
  '\u0000',
  '{"a":{}}',
  '"input"',
  '\r\n',
  ': ',
  '\ud83c',
];

/** A text with some of it cut out and something else put in, told by a number. */
function spoiled(good: string, number: number): string {
  const from = (number * 7) % good.length;
  return good.slice(0, from) + (parts[number % parts.length] ?? '') + good.slice(from + (number % 11));
}

/** A request whose body, or whose head, is spoiled; or one of another page or host name. */
async function sayNonsense(number: number): Promise<{ status: number; said: string }> {
  const body = JSON.stringify(input());
  const kind = number % 5;
  if (kind === 0)
    return { status: await rawStatus(spoiled(head(body), number), body), said: `head ${number}` };
  if (kind === 1) {
    const foreign: Record<string, string> =
      number % 2 ? { origin: `http://${number}.example` } : { host: `${number}.example` };
    return { status: (await raw(foreign)) ?? 0, said: JSON.stringify(foreign) };
  }
  const said = spoiled(body, number);
  return { status: (await infer(said)).status, said };
}

const head = (body: string) =>
  `POST /v2/models/spirals/infer HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n` +
  `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;

/** The status that bytes are answered with; no number where the connection ends without one. Whatever is spoiled, they end in an empty line, as every head does. */
async function rawStatus(spoiledHead: string, body: string): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write(`${spoiledHead}${body}\r\n\r\n`);
    const [answer] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [
      Buffer | boolean,
    ];
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(String(answer))?.[1]);
  } finally {
    socket.destroy();
  }
}

describe('layerlab serve', { timeout: patience.test(2) }, () => {
  it('says that it lives and is ready, what it is, and what the model takes', async () => {
    const get = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`)).json();
    expect(await get('/v2/health/live')).toEqual({ live: true });
    expect(await get('/v2/health/ready')).toEqual({ ready: true });
    expect(await get('/v2')).toMatchObject({ name: 'layerlab', extensions: [] });
    expect(await get('/v2/models/spirals')).toMatchObject({
      name: 'spirals',
      platform: 'onnx_onnxv1',
      inputs: [{ name: 'input', datatype: 'FP32', shape: [-1, 2] }],
      outputs: [{ name: 'output', datatype: 'FP32', shape: [-1, 2] }],
    });
    expect(await get('/v2/models/spirals/ready')).toEqual({ name: 'spirals', ready: true });
    expect(await get('/openapi.json')).toMatchObject({ openapi: '3.1.0' });
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('/v2/models/spirals/infer');
  });

  it('answers to a batch as onnxruntime does, flat or nested', async () => {
    const session = await InferenceSession.create(model);
    const tensor = new Tensor('float32', Float32Array.of(0.1, 0.2, -0.3, 0.4), [2, 2]);
    const expected = (await session.run({ input: tensor }))['output']?.data as Float32Array;
    for (const data of [
      [0.1, 0.2, -0.3, 0.4],
      [
        [0.1, 0.2],
        [-0.3, 0.4],
      ],
    ]) {
      const response = await infer({ id: 'mine', ...input({ data }) });
      expect(response.status).toBe(200);
      const said = (await response.json()) as { outputs: { data: number[] }[] };
      expect(said).toMatchObject({
        model_name: 'spirals',
        id: 'mine',
        outputs: [{ name: 'output', datatype: 'FP32', shape: [2, 2] }],
      });
      said.outputs[0]?.data.forEach((value, at) => expect(value).toBeCloseTo(expected[at] ?? NaN, 6));
    }
  });

  it.each([
    ['no JSON', '{"inputs":'],
    ['no object', '[]'],
    ['no inputs', {}],
    ['no tensors', { inputs: [] }],
    ['another input', input({ name: 'other' })],
    ['another shape', input({ shape: [4, 1] })],
    ['a shape of nothing', input({ shape: [0, 2], data: [] })],
    ['a negative shape', input({ shape: [-2, -2] })],
    ['too few numbers', input({ data: [1] })],
    ['words', input({ data: ['a', 'b', 'c', 'd'] })],
    ['numbers that no float holds', input({ data: [1e300, 0, 0, 0] })],
    ['texts', input({ datatype: 'BYTES' })],
    ['an output that is not there', { ...input(), outputs: [{ name: 'nothing' }] }],
  ])('refuses a request with %s, in words, and goes on', async (_, body) => {
    const response = await infer(body);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: string }).error).toMatch(/.{10}/);
    expect((await infer(input())).status).toBe(200);
  });

  it('refuses what is not for it: other models, methods, types, sizes, hosts and pages', async () => {
    expect((await fetch(`${url}/v2/models/other/infer`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${url}/v2/models/spirals/infer`)).status).toBe(405);
    expect((await infer(input(), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await infer(input(), { origin: 'http://evil.example' })).status).toBe(403);
    expect((await infer(input(), { origin: url })).status).toBe(200);
    expect((await infer(`[${'0,'.repeat(17_000_000)}0]`)).status).toBe(413);
    expect(await raw({ host: 'evil.example' })).toBe(403);
    expect(await raw({ host: `localhost:${port}` })).toBe(200);
    const socket = connect(port, '127.0.0.1');
    socket.end('this is no HTTP\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw({})).toBe(200);
  });

  it(
    `answers to each of ${malformed} spoiled requests: with a 4xx, or as usual where it can still be read`,
    async () => {
      for (let first = 0; first < malformed; first += 50) {
        const numbers = Array.from(
          { length: Math.min(50, malformed - first) },
          (_, offset) => first + offset,
        );
        const answers = await Promise.all(numbers.map((number) => sayNonsense(number)));
        for (const { status, said } of answers) {
          expect(status === 200 || (status >= 400 && status < 500), `${status}: ${said}`).toBe(true);
        }
      }
      expect((await infer(input())).status).toBe(200);
    },
    patience.test(2 + malformed / 1000),
  );

  it('ends on Ctrl-C, and says that a port is taken', async () => {
    const second = await layerlab('serve', model, '--port', String(port), '--home', home, '--json');
    expect(second.code).toBe(1);
    expect(second.stdout).toContain('is taken');
    server.kill('SIGINT');
    const [code] = (await once(server, 'close')) as [number];
    expect(code).toBe(130);
  });
});
