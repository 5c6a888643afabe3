import type { Experiment } from '../../experiment/experiment';
import type { InferredNetwork } from '../../network/inference';
import type { AnyLayerDefinition } from '../../network/layer';
import { frozenArgument, kerasArgumentsOf, regularizedWeight, sourcesOf } from '../keras/kerasLayer';
import type { TfjsCode } from '../../frameworks/layerCode';
import { javaScriptWords } from './tfjsAugmentation';
import { planCode, startRemark, type CodePlan, type PlannedLayer } from '../plan';
import { tfjsData } from './tfjsData';
import { tfjsTraining } from './tfjsTraining';
import { expression, writeJavaScriptCall, writeValue, type CodeArgument } from '../../frameworks/values';

function codeOf({ layer, place }: PlannedLayer): TfjsCode {
  return (layer.definition as AnyLayerDefinition).code.keras.tfjs(place);
}

function regularizationArguments(planned: PlannedLayer): CodeArgument[] {
  const weight = regularizedWeight(planned);
  const { l1, l2, maxNorm } = planned.regularization;
  if (weight === null) return [];
  const penalty = l1 > 0 || l2 > 0;
  // tfjs's constraint takes one axis: enough for the two of a dense kernel.
  const constrained = maxNorm !== null && weight.rank === 2;
  return [
    ...(penalty
      ? [
          {
            name: `${weight.prefix}_regularizer`,
            value: expression(`tf.regularizers.l1l2({ l1: ${l1}, l2: ${l2 / 2} })`),
          },
        ]
      : []),
    ...(constrained
      ? [
          {
            name: `${weight.prefix}_constraint`,
            value: expression(`tf.constraints.maxNorm({ maxValue: ${maxNorm}, axis: 0 })`),
          },
        ]
      : []),
  ];
}

function remarkOn(planned: PlannedLayer): string {
  const weight = regularizedWeight(planned);
  const { maxNorm } = planned.regularization;
  const isLeftOut = maxNorm !== null && weight !== null && weight.rank > 2;
  return isLeftOut
    ? `// Left out: the weights' largest norm of ${maxNorm}; tfjs bounds it along one axis.\n  `
    : '';
}

function writeLayer(planned: PlannedLayer, isFirst: boolean): string {
  const code = codeOf(planned);
  const factory = 'factory' in code ? code.factory : null;
  const own = 'factory' in code ? (code.arguments ?? {}) : {};
  const callee = 'factory' in code ? `tf.layers.${code.factory}` : `new ${code.className}`;
  const parameters: CodeArgument[] = [
    ...kerasArgumentsOf(planned, factory === 'activation' ? 'Activation' : '', 'javascript'),
    ...Object.entries(own).map(([name, value]) => ({ name, value })),
    ...regularizationArguments(planned),
    ...frozenArgument(planned),
    { name: 'name', value: planned.name },
  ];
  const [first = ''] = planned.inputs;
  const fed = planned.inputs.length === 1 ? first : `[${planned.inputs.join(', ')}]`;
  const assigned = planned.variable === 'x' ? (isFirst ? 'let x' : 'x') : `const ${planned.variable}`;
  const call = writeJavaScriptCall(callee, parameters, 2, assigned.length + 3 + fed.length + 9);
  return `${remarkOn(planned)}${assigned} = ${call}.apply(${fed});`;
}

function writeModel(plan: CodePlan): string {
  const firstChained = plan.layers.find(({ variable }) => variable === 'x');
  const lines = [
    `const inputs = tf.input({ shape: ${writeValue([...plan.exampleShape], 'javascript')} });`,
    ...(plan.flattensInput ? ["const row = tf.layers.flatten({ name: 'row' }).apply(inputs);"] : []),
    ...plan.layers.map((planned) => writeLayer(planned, planned === firstChained)),
    `return tf.model({ inputs, outputs: ${plan.output.variable} });`,
  ];
  return `/** ${plan.parameterCount.toLocaleString('en')} parameters. */
export function buildModel() {
${lines.map((line) => `  ${line}`).join('\n')}
}`;
}

function writeLoading({ layers }: CodePlan): string {
  const renamed = layers.filter(({ name, layer }) => name !== layer.id && layer.weights.length > 0);
  const ids = renamed.map(({ name, layer }) => `${name}: ${writeValue(layer.id, 'javascript')}`).join(', ');
  const id = renamed.length === 0 ? 'layer.name' : 'ids[layer.name] ?? layer.name';
  return `/**
 * Sets the weights from a checkpoint of Layerlab (best.safetensors, last.safetensors).
 * @param {tf.LayersModel} model
 * @param {ArrayBuffer} file
 */
export function loadLayerlabWeights(model, file) {
  const length = Number(new DataView(file).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, length)));
  const read = ({ shape, data_offsets: [from, to] }) =>
    tf.tensor(new Float32Array(file.slice(8 + length + from, 8 + length + to)), shape);
${renamed.length === 0 ? '' : `  const ids = { ${ids} };\n`}  for (const layer of model.layers) {
    const prefix = \`parameters/\${${id}}/\`;
    const names = Object.keys(header).filter((name) => name.startsWith(prefix));
    if (names.length > 0) tf.tidy(() => layer.setWeights(names.map((name) => read(header[name]))));
  }
}`;
}

/** The layers that tfjs lacks, each as a class of its own. */
function writeClasses({ layers }: CodePlan): string[] {
  const classes = layers.map(codeOf).filter((code) => 'className' in code);
  const sources = sourcesOf(classes.map(({ source }) => source));
  if (sources.length === 0) return [];
  const names = [...new Set(classes.map(({ className }) => className))];
  const registered = names.map((name) => `tf.serialization.registerClass(${name});`).join('\n');
  return [`// tfjs has no such layers of its own.\n${sources.join('\n\n')}\n\n${registered}`];
}

/** The experiment as a JavaScript module for TensorFlow.js. @throws AppError where it has an error. */
export function generateTfjs(experiment: Experiment, network: InferredNetwork): string {
  const plan = planCode(experiment, network, javaScriptWords);
  const training = tfjsTraining(plan);
  const name = experiment.name.replaceAll('*/', '');
  return `${[
    `/** ${name.replace(/\s+/g, ' ')}: written by Layerlab for TensorFlow.js.${startRemark(experiment)} */\nimport * as tf from '@tensorflow/tfjs';`,
    ...writeClasses(plan),
    writeModel(plan),
    tfjsData(plan),
    ...training.sources,
    training.train,
    writeLoading(plan),
  ].join('\n\n')}\n`;
}
