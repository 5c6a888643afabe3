import type { ModelGraph } from '@shared/exporting/modelSurvey';
import { AppError } from '@shared/errors';
import { countOfValues, encodeOutputs, shapeOf, type GraphMessage, type GraphNode } from './graphFormat';
import { placesOf } from './layOut';

/** Boxes that are drawn at the most: more are neither looked at nor scrolled through. */
const mostBoxes = 3000;

export type Shape = readonly (number | string)[];
type Box = Omit<ModelGraph['boxes'][number], 'position'>;

/** The shapes of a file's values, as far as it says them. */
function shapesIn({ input, output, value }: GraphMessage): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const each of [...input, ...output, ...value]) {
    const shape = shapeOf(each);
    if (shape !== null) shapes.set(each.name, shape);
  }
  return shapes;
}

/** What makes every value of a file's graph an output when it is put behind the file's own bytes. */
export function valuesToAppend({ node, output }: GraphMessage): Uint8Array {
  const outputs = new Set(output.map(({ name }) => name));
  const others = node.flatMap((each) => each.output).filter((name) => name !== '' && !outputs.has(name));
  return encodeOutputs(others);
}

/**
 * The graph of an ONNX file, laid out. Constants have no box of their own, but count as parameters of what takes them.
 * @param known shapes of values that the file may not say
 * @throws AppError `badModel` where a constant claims sizes that none can have
 */
export function graphIn(graph: GraphMessage, known: ReadonlyMap<string, Shape>, path: string): ModelGraph {
  const { node, input, output } = graph;
  const shapes = new Map([...shapesIn(graph), ...known]);
  const held = heldIn(graph, path);
  const nodes = node.filter(({ operator }) => operator !== 'Constant');
  const boxOf = ({ name, operator, input: taken, output: [given = ''] }: GraphNode, index: number): Box => ({
    id: `node${index}`,
    title: operator,
    name,
    shape: shapes.get(given)?.slice() ?? null,
    parameters: taken.reduce((sum, each) => sum + (held.get(each) ?? 0), 0),
  });
  const endOf = (title: 'input' | 'output') => (name: string, index: number) => ({
    ...{ id: `${title}${index}`, title, name, parameters: 0 },
    shape: shapes.get(name)?.slice() ?? null,
  });
  // Files of early versions name their weights among the inputs.
  const inputs = input.flatMap(({ name }) => (held.has(name) ? [] : [name]));
  const outputs = output.map(({ name }) => name);
  const boxes = [...inputs.map(endOf('input')), ...nodes.map(boxOf), ...outputs.map(endOf('output'))];
  return {
    ...laidOut(boxes.slice(0, mostBoxes), edgesBetween(nodes, inputs, outputs), boxes.length),
    nodes: nodes.length,
  };
}

/** How many numbers each constant holds, by its name. */
function heldIn({ initializer }: GraphMessage, path: string): Map<string, number> {
  return new Map(
    initializer.map(({ name, dims }) => {
      const elements = countOfValues(dims);
      if (elements !== null) return [name, elements];
      throw new AppError(
        'badModel',
        `The constant “${name}” claims sizes that none can have: the file is damaged.`,
        {
          where: path,
          remedy: 'Export the model again.',
        },
      );
    }),
  );
}

function edgesBetween(
  nodes: readonly GraphNode[],
  inputs: readonly string[],
  outputs: readonly string[],
): [string, string][] {
  const givenBy = new Map(inputs.map((name, index) => [name, `input${index}`]));
  nodes.forEach(({ output }, index) => {
    for (const name of output) if (name !== '') givenBy.set(name, `node${index}`);
  });
  const from = (name: string, to: string): [string, string][] => {
    const giver = givenBy.get(name);
    return giver === undefined ? [] : [[giver, to]];
  };
  return [
    ...nodes.flatMap(({ input }, index) => [...new Set(input)].flatMap((name) => from(name, `node${index}`))),
    ...outputs.flatMap((name, index) => from(name, `output${index}`)),
  ];
}

function laidOut(
  boxes: readonly Box[],
  edges: readonly [string, string][],
  total: number,
): Omit<ModelGraph, 'nodes'> {
  const drawn = new Set(boxes.map(({ id }) => id));
  const between = edges.filter(([from, to]) => from !== to && drawn.has(from) && drawn.has(to));
  const positions = placesOf(
    boxes.map(({ id }) => id),
    between,
  );
  return {
    boxes: boxes.map((box) => {
      const [x, y] = positions[box.id] ?? [0, 0];
      return { ...box, position: [x, y] };
    }),
    edges: between,
    leftOut: total - boxes.length,
  };
}
