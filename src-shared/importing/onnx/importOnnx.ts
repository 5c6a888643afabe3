import { AppError } from '../../errors';
import { inferNetwork } from '../../network/inference';
import { networkSpecSchema } from '../../network/spec';
import { formatShape, sizeOf, type Shape } from '../../ops/shape';
import type { ImportedModel, ModelSurvey } from '../importModel';
import { withLayerNormalizations } from './graph/layerNormalizations';
import type { OnnxInput, OnnxModel, OnnxNode } from './graph/model';
import { nodesTo } from './graph/order';
import { asSeen, reshaped } from './network/arranging';
import type { Activation } from './network/values';
import { sameAxes, viewedShape } from './network/views';
import { operators } from './operators';
import { Translation, type InputLayout } from './translation';

/** The opsets whose operators are known here. */
const opsets = { first: 7, last: 22 };

/**
 * Opens an ONNX graph of any program's as a network of ours. Images lie with their channels last here: where the graph has
 * them first, weights are turned and nodes that only turn them fall away.
 * @returns no model where an operator is not known
 * @throws AppError `badNetwork` where it is no network of one input and one output
 */
export function importOnnx(model: OnnxModel): {
  readonly survey: ModelSurvey;
  readonly model: ImportedModel | null;
} {
  requireOpset(model);
  const input = onlyInput(model);
  const output = onlyOutput(model);
  const original = nodesTo(output, model);
  const { nodes } = nodesTo(output, { ...model, nodes: withLayerNormalizations(model) });
  const { translation, end } = bestOf(
    layoutsOf(input).map((layout) => translated(model, nodes, layout, output)),
  );
  const { known, unknown, drafts } = translation;
  if (unknown.length === 0 && end === null) throw withoutInput(input, output);
  const { name } = model;
  const survey = { name, known, unknown, weightFiles: [], vocabulary: [...operators.keys()] };
  if (unknown.length > 0 || end === null) return { survey, model: null };
  const { weights, ...spec } = drafts.leadingTo(end);
  const network = networkSpecSchema.parse({ layers: spec.layers, edges: spec.edges });
  const inferred = inferNetwork(network, null);
  requireSound(inferred);
  const remarks = [
    ...model.remarks,
    ...drafts.remarks,
    ...layoutRemarks(input, translation.inputShape, end),
    ...sharedRemarks(model, nodes),
    ...unusedRemarks(model, original),
  ];
  return { survey, model: { name, network, experiment: null, inferred, weights, remarks } };
}

type FixedInput = OnnxInput & { readonly shape: readonly (number | string)[] };

interface Translated {
  readonly translation: Translation;
  readonly end: Activation | null;
  readonly permutes: number;
}

function translated(
  model: OnnxModel,
  nodes: readonly OnnxNode[],
  layout: InputLayout,
  output: string,
): Translated {
  const translation = new Translation(model, nodes, layout);
  const end = translation.output(output, (seen) => ended(translation, seen, layout));
  return { translation, end, permutes: end === null ? 0 : translation.drafts.leadingTo(end).permutes };
}

/** Where examples have their channels last here and not in the graph, so has what comes of them; one number is a row of one. */
function ended({ drafts }: Translation, seen: Activation, { isTurned }: InputLayout): Activation {
  if (seen.axes.length === 0) {
    return { ...(seen.shape.length === 1 ? seen : reshaped(drafts, seen, [1])), axes: [] };
  }
  const [channels, ...places] = seen.axes.map((group) => group.join());
  const isTurnedToo = isTurned && [...places, channels].join() === seen.shape.map((_, axis) => axis).join();
  return isTurnedToo ? seen : asSeen(drafts, seen);
}

/** The layout of the examples in which most is known, and least has to be turned around. */
function bestOf([first, ...others]: readonly Translated[]): Translated {
  if (first === undefined) throw new Error('there is no layout');
  return others.reduce((best, each) => {
    const [known, before] = [each.translation.unknown.length, best.translation.unknown.length];
    return known < before || (known === before && each.permutes < best.permutes) ? each : best;
  }, first);
}

/** The ways in which examples of such a shape may lie here, the likeliest first. */
function layoutsOf({ name, shape }: FixedInput): InputLayout[] {
  const [examples, ...sizes] = shape;
  const given = sizes.map(Number);
  const batch = typeof examples === 'number' ? examples : null;
  const layout = (order: readonly number[]): InputLayout => ({
    ...{ name, batch, isTurned: true },
    shape: order.map((axis) => given[axis] ?? 1),
    axes: given.map((_, axis) => [order.indexOf(axis)]),
  });
  const asGiven = { name, batch, isTurned: false, shape: given, axes: sameAxes(given) };
  if (given.length === 2) return [asGiven, layout([1, 0])];
  if (given.length !== 3) return [asGiven];
  const turned = layout([1, 2, 0]);
  const [first = 0, , last = 0] = given;
  return first <= 4 && last > 4 ? [turned, asGiven] : [asGiven, turned];
}

function requireOpset({ opset }: OnnxModel): void {
  if (opset >= opsets.first && opset <= opsets.last) return;
  throw new AppError(
    'badNetwork',
    `The file is written for opset ${opset} of ONNX, and ${opsets.first} to ${opsets.last} are known here.`,
    { remedy: `Export the model again, for opset 17 for example.` },
  );
}

function onlyInput({ inputs }: OnnxModel) {
  const [input, ...more] = inputs;
  if (input === undefined || more.length > 0) {
    const names = inputs.map(({ name }) => `"${name}"`).join(', ');
    throw new AppError(
      'badNetwork',
      `The model has ${inputs.length} inputs${names === '' ? '' : `: ${names}`}`,
      {
        remedy: 'Networks have one input here.',
      },
    );
  }
  const { name, shape, type } = input;
  if (type !== 'float32') {
    throw new AppError('badNetwork', `The model’s input "${name}" is of ${type}`, {
      where: name,
      remedy: 'Networks take floating-point numbers of 32 bits here: export the model so.',
    });
  }
  const [, ...sizes] = shape ?? [];
  const open = sizes.findIndex((size) => typeof size !== 'number' || size < 1);
  if (shape !== null && sizes.length > 0 && open < 0) {
    requireBounded(name, sizes.map(Number));
    return { name, shape, type };
  }
  const what = open < 0 ? 'has no shape for an example' : `leaves its axis ${open + 1} open (${sizes[open]})`;
  throw new AppError('badNetwork', `The model’s input "${name}" ${what}`, {
    where: name,
    remedy: 'Export the model with an input of fixed size, the batch alone open.',
  });
}

/** More than an example of anything that is trained here, and little enough for a row of places. */
const mostValues = 2 ** 26;

function requireBounded(name: string, sizes: Shape): void {
  if (sizeOf(sizes) <= mostValues) return;
  throw new AppError('badNetwork', `The model’s input "${name}" has examples of ${formatShape(sizes)}`, {
    where: name,
    remedy: 'Networks take examples of up to 67 million values here.',
  });
}

function onlyOutput({ outputs }: OnnxModel): string {
  const [output, ...more] = outputs;
  if (output !== undefined && more.length === 0) return output;
  throw new AppError('badNetwork', `The model has ${outputs.length} outputs`, {
    where: outputs.join(', '),
    remedy: 'Networks have one output here.',
  });
}

function withoutInput({ name }: OnnxInput, output: string): AppError {
  return new AppError(
    'badNetwork',
    `The output does not follow from the input: "${output}" is the same whatever "${name}" is`,
    {
      where: output,
      remedy: 'Export the model again, with the output that the network computes of its examples.',
    },
  );
}

function requireSound({ problems }: ImportedModel['inferred']): void {
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined)
    throw new AppError('badNetwork', wrong.error.message, {
      where: wrong.error.where ?? '',
      remedy: wrong.error.remedy ?? '',
    });
}

function layoutRemarks({ shape }: FixedInput, inputShape: Shape, end: Activation): string[] {
  const [examples, ...sizes] = shape;
  const seen = viewedShape(end.shape, end.axes);
  const differs = (what: string, there: readonly unknown[], here: Shape) =>
    there.join() === here.join()
      ? []
      : [`The ${what} is ${there.join('×') || 'one number'} in the file and ${formatShape(here)} here.`];
  return [
    ...(typeof examples === 'number' && examples > 1
      ? [`The file is made for ${examples} examples at once; here it takes any number.`]
      : []),
    ...differs('input', sizes, inputShape),
    ...differs('output', seen, end.shape),
  ];
}

/** Each use has weights of its own here, which training changes apart. */
function sharedRemarks({ initializers }: OnnxModel, nodes: readonly OnnxNode[]): string[] {
  const isWeight = (name: string) => (initializers.get(name)?.dims.length ?? 0) > 1;
  const once = new Set<string>();
  const shared = new Set<string>();
  for (const name of nodes.flatMap(({ inputs }) => inputs.filter(isWeight))) {
    if (once.has(name)) shared.add(name);
    once.add(name);
  }
  if (shared.size === 0) return [];
  return [
    `Layers share weights in the file, and have their own here, which training changes apart: ${listed([...shared])}.`,
  ];
}

const listed = (names: readonly string[]) =>
  `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;

function unusedRemarks({ initializers }: OnnxModel, { nodes, unused }: ReturnType<typeof nodesTo>): string[] {
  const taken = new Set(nodes.flatMap(({ inputs }) => inputs));
  const left = [...initializers.keys()].filter((name) => !taken.has(name));
  return [
    ...(left.length === 0
      ? []
      : [`${left.length} weights of the file are used nowhere and left out: ${listed(left)}.`]),
    ...(unused.length === 0
      ? []
      : [`${unused.length} nodes lead to no output and are left out: ${listed(unused)}.`]),
  ];
}
