import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onnx } from '@shared/exporting/onnx';
import { Random } from '@shared/random';
import { oraclePython } from '../../../scripts/setup/python.mjs';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { encodeModel, valueInfo } from '../../../src-main/engine/exporting/onnx/proto';
import { describeMessages, repeated } from '../../../src-main/files/protobuf';
import { patience } from '../../patience';
import { mutated, mutations, tellCounts } from '../../support/mutations';
import { imageNetwork } from '../exporting/plantedErrors';
import { trainedNetwork } from '../exporting/trained';
import { openEngine } from '../support/engine';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

const tried = mutations(40);
/** A part of an ONNX file as another program could write it (field numbers as in onnx.proto). */
const messages = (part: object) =>
  describeMessages({
    Tensor: {
      fields: {
        dims: { ...repeated, type: 'int64', id: 1 },
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
      },
    },
    Graph: { fields: { initializer: { ...repeated, type: 'Tensor', id: 5 } } },
    Model: { fields: { graph: { type: 'Graph', id: 7 } } },
  })('Model').encode(part);

const surveyOf = (path: string) => openEngine(temporaryFolder(), programs).client.models.survey({ path });

function fileOf(model: Parameters<typeof encodeModel>[0]): string {
  const path = join(temporaryFolder(), 'model.onnx');
  writeFileSync(path, encodeModel(model));
  return path;
}

/** A chain of one operator over rows of three numbers, of as many as are given at once, or of so many alone. */
const identityModel = (operator: string, nodes: number, batch: number | null = null) => ({
  irVersion: 8,
  producerName: 'another program',
  opsetImport: [{ domain: '', version: 17 }],
  graph: {
    name: 'graph',
    node: Array.from({ length: nodes }, (_, at) => ({
      name: `step ${at}`,
      opType: operator,
      input: [`value${at}`],
      output: [`value${at + 1}`],
      attribute: [],
    })),
    initializer: [],
    input: [valueInfo('value0', 'float32', [batch, 3])],
    output: [valueInfo(`value${nodes}`, 'float32', [batch, 3])],
  },
});

describe('the time of a model file', () => {
  const timeOf = (path: string) => openEngine(temporaryFolder(), programs).client.models.time({ path });

  it('is told of one example, and of one among others where the model takes several', async () => {
    const several = await timeOf(fileOf(identityModel('Identity', 2)));
    expect(several).toMatchObject({ batch: 64 });
    expect(Math.min(several.alone, several.together)).toBeGreaterThan(0);
    const single = await timeOf(fileOf(identityModel('Identity', 2, 1)));
    expect(single).toMatchObject({ batch: 1, together: single.alone });
  });

  it('is refused of a model that takes no examples of one known size', async () => {
    const batchOfThree = fileOf(identityModel('Identity', 2, 3));
    await expect(timeOf(batchOfThree)).rejects.toMatchObject({
      data: { code: 'badModel', where: batchOfThree },
    });
  });
});

describe('the survey of a model file', () => {
  it('finds the operators, sizes, shapes and ways between them that ONNX itself finds', async () => {
    const { experiment, inputShape } = imageNetwork;
    const { trained, session } = trainedNetwork(experiment, inputShape, 1);
    session.dispose();
    const path = fileOf(onnxModel(trained, onnx.schema.parse({ format: 'onnx' })));
    const script = join(import.meta.dirname, '../../fixtures/onnx/graph.py');
    const expected = JSON.parse(execFileSync(oraclePython(), [script, path], { encoding: 'utf8' })) as {
      operator: string;
      parameters: number;
      shape: (number | string)[] | null;
      from: number[];
    }[];
    const { graph, refusal } = await surveyOf(path);
    expect(refusal).toBeNull();
    expect(graph.leftOut).toBe(0);
    const found = graph.boxes.filter(({ title }) => title !== 'input' && title !== 'output');
    // ONNX Runtime knows some more shapes, and calls open sizes otherwise.
    const sizes = (shape: readonly (number | string)[]) => shape.map((size) => Number(size) || '?');
    expect(
      found.map(({ id, title, shape, parameters }, at) => ({
        operator: title,
        parameters,
        shape: expected[at]?.shape && shape && sizes(shape),
        from: graph.edges
          .filter(([from, to]) => to === id && from.startsWith('node'))
          .map(([from]) => found.findIndex((box) => box.id === from))
          .sort((a, b) => a - b),
      })),
    ).toEqual(expected.map((node) => ({ ...node, shape: node.shape && sizes(node.shape) })));
    expect(graph.boxes.filter(({ title }) => title === 'input')).toMatchObject([
      { name: 'input', shape: ['batch', ...inputShape] },
    ]);
  });

  it('also of one that ONNX Runtime does not run, with what it says', async () => {
    const { facts, graph, refusal } = await surveyOf(fileOf(identityModel('Unheard', 2)));
    expect(refusal).toContain('Unheard');
    expect(facts.producer).toBe('another program');
    expect(graph.boxes.map(({ title }) => title)).toEqual(['input', 'Unheard', 'Unheard', 'output']);
    expect(graph.edges).toHaveLength(3);
  });

  it('draws the first 3,000 boxes of a larger graph and counts the others', async () => {
    const { graph } = await surveyOf(fileOf(identityModel('Identity', 3100)));
    expect(graph.boxes).toHaveLength(3000);
    expect(graph).toMatchObject({ leftOut: 102, nodes: 3100 });
  });

  it('places the boxes of a large graph that goes round in a circle', async () => {
    const model = identityModel('Identity', 600);
    const [first] = model.graph.node;
    first?.input.splice(0, 1, 'value600');
    const { graph } = await surveyOf(fileOf({ ...model, graph: { ...model.graph, input: [] } }));
    expect(graph.boxes).toHaveLength(601);
    expect(graph.boxes.flatMap(({ position }) => position).every(Number.isFinite)).toBe(true);
  });

  it('refuses a constant of more numbers than there can be', async () => {
    const model = identityModel('Identity', 1);
    const claimed = { name: 'claimed', dims: Array<string>(20).fill(String(2n ** 62n)), dataType: 1 };
    const path = join(temporaryFolder(), 'model.onnx');
    const rest = messages({ graph: { initializer: [claimed] } });
    writeFileSync(path, Buffer.concat([encodeModel(model), rest]));
    await expect(
      openEngine(temporaryFolder(), programs).client.models.survey({ path }),
    ).rejects.toMatchObject({
      data: { code: 'badModel', where: path, message: expect.stringContaining('claimed') as unknown },
    });
  });

  it(
    'tells a mutated file’s graph, or refuses it with its place',
    async () => {
      const { experiment, inputShape } = imageNetwork;
      const { trained, session } = trainedNetwork(experiment, inputShape, 1);
      session.dispose();
      const original = Buffer.from(encodeModel(onnxModel(trained, onnx.schema.parse({ format: 'onnx' }))));
      const { client } = openEngine(temporaryFolder(), programs);
      const path = join(temporaryFolder(), 'model.onnx');
      const wrong: unknown[] = [];
      let refused = 0;
      for (let seed = 0; seed < tried; seed++) {
        writeFileSync(path, mutated(original, new Random(seed, 7)));
        try {
          await client.models.survey({ path });
        } catch (thrown) {
          refused++;
          const { data } = thrown as { data?: { code: string; where: string; remedy: string | null } };
          if (data?.code !== 'badModel' || data.where !== path || data.remedy === null)
            wrong.push({ seed, thrown });
        }
      }
      tellCounts('ONNX files', refused, tried);
      expect(wrong).toEqual([]);
    },
    patience.test(1 + tried / 100),
  );
});
