import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { chain } from '@shared/experiment/templates/template';
import { patience } from '../../../patience';
import { writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab, linesOf, type Result } from '../support/layerlab';

const failure = (result: Result) =>
  lastOf<{ error: { code: string; message: string; where: string; remedy: string } }>(result).error;

const dense = (outputs: number) =>
  chain(
    { id: 'input', kind: 'input' },
    { id: 'flat', kind: 'flatten' },
    { id: 'hidden', kind: 'dense', units: 6 },
    { id: 'tanh', kind: 'tanh' },
    { id: 'scores', kind: 'dense', units: outputs },
  );
const training = {
  loss: 'softmaxCrossEntropy',
  epochs: 2,
  batchSize: 16,
  seed: 1,
  observation: 'off',
};

const home = folderForAll();
const model = join(home, 'fruit.onnx');
let fruit: string;
beforeAll(async () => {
  // Sizes 1 to 40, one of them missing; the mean of the others stands for it.
  const rows = Array.from(
    { length: 40 },
    (_, row) => `${['red', 'green', 'blue'][row % 3]},${row === 7 ? '' : row + 1},${row % 2 ? 'yes' : 'no'}`,
  );
  writeFileSync(join(home, 'fruit.csv'), ['color,size,ripe', ...rows].join('\n'));
  const dataset = {
    kind: 'csv',
    path: 'fruit.csv',
    target: 'ripe',
    validationFraction: 0,
    columns: { size: { missing: 'mean' } },
  };
  const file = writeExperiment(home, { version: 1, name: 'fruit', network: dense(2), dataset, training });
  const trained = await layerlab('train', file, '--home', home, '--json');
  expect(trained.stderr).toBe('');
  fruit = String(lastOf(trained)['runId']);
  expect((await layerlab('export', 'last', '--out', model, '--home', home)).code).toBe(0);
}, patience.test(4));

const at = (name: string, content: string | Buffer) => {
  const path = join(home, name);
  writeFileSync(path, content);
  return path;
};
const predict = (what: string, input: string, ...more: string[]) =>
  layerlab('predict', what, '--input', input, '--home', home, '--json', ...more);

describe('layerlab predict', { timeout: patience.test(3) }, () => {
  it('does not guess which of two columns with one name is meant', async () => {
    const input = at('twice.csv', 'size,color,size,weight,weight\n3,blue,4,1,2\n');
    const refused = await predict(model, input);
    expect(refused.code).toBe(1);
    expect(failure(refused)).toMatchObject({
      code: 'badDataset',
      message: 'Two columns of the table are called “size”, columns 1 and 3, and the model takes one',
      where: expect.stringContaining(input) as unknown,
    });
  });

  it('answers to the rows of a table as onnxruntime does to inputs that were made by hand', async () => {
    // Other columns, another order, another delimiter, a missing size; no column to predict.
    const input = at('new.csv', 'weight;size;color\n1;3;blue\n2;;red\n3;12.5;green\n');
    const meanSize = (820 - 8) / 39;
    const byHand = [
      [1, 0, 0, 3],
      [0, 0, 1, meanSize],
      [0, 1, 0, 12.5],
    ];
    const session = await InferenceSession.create(model);
    const tensor = new Tensor('float32', Float32Array.from(byHand.flat()), [3, 4]);
    const expected = (await session.run({ input: tensor }))['output']?.data as Float32Array;

    for (const what of [model, 'last']) {
      const result = await predict(what, input);
      expect(result.stderr).toBe('');
      const said = linesOf(result);
      expect(said.at(-1)).toMatchObject({ type: 'predicted', examples: 3, out: null });
      said.slice(0, 3).forEach((prediction, row) => {
        const [no = NaN, yes = NaN] = expected.subarray(2 * row, 2 * row + 2);
        expect(prediction).toMatchObject({
          type: 'prediction',
          example: String(row + 2),
          class: yes > no ? 'yes' : 'no',
        });
        const share = 1 / (1 + Math.exp(no - yes));
        expect((prediction['probabilities'] as { yes: number }).yes).toBeCloseTo(share, 5);
      });
    }
  });

  it('writes them to a table of their own', async () => {
    const out = join(home, 'out.csv');
    const result = await predict(model, at('three.csv', 'color,size\nred,1\nblue,2\n'), '--out', out);
    expect(linesOf(result)).toEqual([{ type: 'predicted', examples: 2, model, out }]);
    const [head, ...rows] = readFileSync(out, 'utf8').trim().split('\n');
    expect(head).toBe('line,prediction,probability of no,probability of yes');
    expect(rows.map((row) => row.split(',')[0])).toEqual(['2', '3']);
    expect(rows.every((row) => /^\d+,(yes|no),/.test(row))).toBe(true);
  });

  it('refuses a table that lacks the model’s columns, and names them', async () => {
    const input = at('lacking.csv', 'colour,weight\nred,1\n');
    const result = await predict(model, input, '--out', join(home, 'never.csv'));
    expect(result.code).toBe(1);
    expect(failure(result)).toMatchObject({
      code: 'badDataset',
      message: 'The table lacks the columns “color”, “size”',
      where: input,
    });
    expect(() => readFileSync(join(home, 'never.csv'))).toThrow();
  });

  it.each([
    [
      'a word in a column of numbers',
      'color,size\nred,1\nred,big\n',
      'line 3, column “size”',
      '“big” is no number',
    ],
    [
      'a number too large',
      'color,size\nred,1e40\n',
      'line 2, column “size”',
      'larger than the 32-bit numbers',
    ],
    ['a word that it does not know', 'color,size\npink,1\n', 'line 2, column “color”', 'pink'],
    ['a missing word that nothing stands for', 'color,size\n,1\n', 'line 2, column “color”', 'missing'],
    ['a row that is too short', 'color,size\nred,1\nred\n', 'line 3', '1 column'],
  ])('refuses %s, with its place', async (_, content, where, message) => {
    const error = failure(await predict(model, at('wrong.csv', content)));
    expect(error.code).toBe('badDataset');
    expect(error.where).toContain(where);
    expect(error.message).toContain(message);
    expect(error.remedy).toMatch(/./);
  });

  it('refuses what is no model, and one whose weights would be read from elsewhere', async () => {
    const input = at('row.csv', 'color,size\nred,1\n');
    const bytes = readFileSync(model);
    const refused = async (name: string, content: Buffer) => failure(await predict(at(name, content), input));
    expect(await refused('text.onnx', Buffer.from('color,size\n'))).toMatchObject({ code: 'badModel' });
    expect(await refused('cut.onnx', bytes.subarray(0, bytes.length / 2))).toMatchObject({
      code: 'badModel',
    });
    expect(await refused('empty.onnx', Buffer.alloc(0))).toMatchObject({ code: 'badModel' });
    // ModelProto.graph (7) > initializer (5) > external_data (13): location = ../../etc/passwd
    const field = (number: number, content: Buffer) =>
      Buffer.concat([Buffer.from([...tag(number), content.length]), content]);
    const tag = (number: number) => [
      (((number << 3) | 2) & 0x7f) | (number > 15 ? 0x80 : 0),
      ...(number > 15 ? [number >> 4] : []),
    ];
    const entry = Buffer.concat([
      field(1, Buffer.from('location')),
      field(2, Buffer.from('../../etc/passwd')),
    ]);
    const outside = Buffer.concat([bytes, field(7, field(5, field(13, entry)))]);
    expect(await refused('outside.onnx', outside)).toMatchObject({
      code: 'badModel',
      message: 'The model keeps weights in another file, “../../etc/passwd”, which is not beside it.',
    });
    expect(failure(await predict(join(home, 'nowhere.onnx'), input))).toMatchObject({ code: 'notFound' });
  });

  it('finds a run whose name looks like that of a file', async () => {
    const name = 'fruit/v1.own';
    const dataset = { kind: 'moons', examples: 40 };
    const file = join(home, 'named.layerlab.json');
    writeFileSync(file, JSON.stringify({ version: 1, name, network: dense(2), dataset, training }));
    expect((await layerlab('train', file, '--home', home)).code).toBe(0);
    const answers = await predict(name, at('points.csv', 'x,y\n1,2\n'));
    expect(linesOf(answers).at(-1)).toMatchObject({ type: 'predicted', examples: 1 });
  });

  it('reads images as the run did, one or a folder of them, and refuses those that cannot be', async () => {
    for (const [name, color] of [
      ['red', '#e01010'],
      ['blue', '#1010e0'],
    ] as const) {
      mkdirSync(join(home, 'pictures', name), { recursive: true });
      for (let index = 0; index < 12; index++) {
        const image = sharp({ create: { width: 12 + index, height: 9, channels: 3, background: color } });
        await image.png().toFile(join(home, 'pictures', name, `${index}.png`));
      }
    }
    const dataset = { kind: 'imageFolder', path: 'pictures', width: 4, height: 4, validationFraction: 0 };
    const file = join(home, 'pictures.layerlab.json');
    const more = { ...training, epochs: 20, optimizer: { kind: 'adam', learningRate: 0.01 } };
    writeFileSync(
      file,
      JSON.stringify({ version: 1, name: 'pictures', network: dense(2), dataset, training: more }),
    );
    expect((await layerlab('train', file, '--home', home)).code).toBe(0);

    const folder = linesOf(await predict('last', join(home, 'pictures')));
    expect(folder).toHaveLength(25);
    for (const { example, class: answer } of folder.slice(0, 24)) {
      expect(String(example).startsWith(`${String(answer)}/`)).toBe(true);
    }
    const one = linesOf(await predict('last', join(home, 'pictures', 'blue', '3.png')));
    expect(one[0]).toMatchObject({ example: '3.png', class: 'blue' });

    expect(failure(await predict('last', at('broken.png', 'no image')))).toMatchObject({
      code: 'badDataset',
      where: join(home, 'broken.png'),
    });
    // A PNG file that claims 50,000 × 50,000 pixels.
    const png = readFileSync(join(home, 'pictures', 'blue', '3.png'));
    png.writeUInt32BE(50_000, 16);
    png.writeUInt32BE(50_000, 20);
    expect(failure(await predict('last', at('huge.png', png)))).toMatchObject({ code: 'badDataset' });
    expect(failure(await predict(model, join(home, 'pictures')))).toMatchObject({ code: 'badDataset' });
  });
});

describe('layerlab verify', { timeout: patience.test(2) }, () => {
  const run = (path: string) => layerlab('verify', path, '--run', fruit, '--home', home, '--json');

  it('passes a file as it was exported', async () => {
    const result = await run(model);
    expect(result.code).toBe(0);
    const [said] = linesOf(result);
    expect(said).toMatchObject({ type: 'verified', passed: true, path: model });
    expect(said?.['report']).toMatchObject({
      secondRuntime: { runtime: 'ONNX Runtime Web', notRun: null, passed: true, firstDeviation: null },
    });
    expect((said?.['report'] as { layers: { layer: string }[] }).layers.map(({ layer }) => layer)).toEqual([
      'input',
      'flat',
      'hidden',
      'tanh',
      'scores',
    ]);
  });

  it('names the layer whose weights somebody has changed', async () => {
    const bytes = Buffer.from(readFileSync(model));
    // TensorProto.name (8), then raw_data (9): the first number of the kernel.
    const name = Buffer.from('hidden/kernel\x4a');
    const place = bytes.indexOf(name) + name.length + 1;
    bytes.writeFloatLE(bytes.readFloatLE(place) + 0.5, place);
    const result = await run(at('changed.onnx', bytes));
    expect(result.code).toBe(1);
    expect(linesOf(result)[0]).toMatchObject({
      passed: false,
      report: { firstDeviation: { layer: 'hidden', deviates: true } },
    });
  });
});
