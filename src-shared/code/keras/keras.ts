import type { AnyLayerDefinition } from '../../network/layer';
import type { Experiment } from '../../experiment/experiment';
import type { InferredNetwork } from '../../network/inference';
import { frozenArgument, kerasArgumentsOf, regularizedWeight, sourcesOf } from './kerasLayer';
import { kerasTraining } from './kerasTraining';
import { pythonWords } from '../augmentation/pythonAugmentation';
import { planCode, startRemark, type CodePlan, type PlannedLayer } from '../plan';
import { pythonData, pythonDataImports, pythonSafetensors } from '../pythonData';
import {
  expression,
  indented,
  writePythonCall,
  writeValue,
  type CodeArgument,
} from '../../frameworks/values';

function codeOf({ layer }: PlannedLayer) {
  return (layer.definition as AnyLayerDefinition).code.keras;
}

/** L1, L2 (Keras has no half in it) and the largest norm of the weights into one unit. */
function regularizationArguments(planned: PlannedLayer): CodeArgument[] {
  const weight = regularizedWeight(planned);
  const { l1, l2, maxNorm } = planned.regularization;
  if (weight === null) return [];
  const penalty =
    l1 > 0 && l2 > 0
      ? `L1L2(l1=${l1}, l2=${l2 / 2})`
      : l1 > 0
        ? `L1(${l1})`
        : l2 > 0
          ? `L2(${l2 / 2})`
          : null;
  const inputs = Array.from({ length: weight.rank - 1 }, (_, axis) => axis);
  return [
    ...(penalty === null
      ? []
      : [{ name: `${weight.prefix}_regularizer`, value: expression(`keras.regularizers.${penalty}`) }]),
    ...(maxNorm === null
      ? []
      : [
          {
            name: `${weight.prefix}_constraint`,
            value: expression(`keras.constraints.MaxNorm(${maxNorm}, axis=[${inputs.join(', ')}])`),
          },
        ]),
  ];
}

function writeLayer(planned: PlannedLayer): string {
  const code = codeOf(planned);
  const className = code.classFor?.(planned.place) ?? code.classNames[0];
  const isOurs = code.pythonSource?.(planned.layer.parameters)?.includes(`class ${className}`) ?? false;
  const parameters: CodeArgument[] = [
    ...kerasArgumentsOf(planned, className, 'python'),
    ...regularizationArguments(planned),
    ...frozenArgument(planned),
    { name: 'name', value: planned.name },
  ];
  const [first = ''] = planned.inputs;
  const fed = planned.inputs.length === 1 ? first : `[${planned.inputs.join(', ')}]`;
  const callee = isOurs ? className : `layers.${className}`;
  const around = planned.variable.length + 3 + fed.length + 2;
  return `${planned.variable} = ${writePythonCall(callee, parameters, 4, around)}(${fed})`;
}

function writeModel(plan: CodePlan): string {
  const lines = [
    `inputs = keras.Input(shape=${writeValue([...plan.exampleShape], 'python')})`,
    ...(plan.flattensInput ? ['row = layers.Flatten(name="row")(inputs)'] : []),
    ...plan.layers.map(writeLayer),
    `return keras.Model(inputs, ${plan.output.variable})`,
  ];
  return `def build_model():
    """${plan.parameterCount.toLocaleString('en')} parameters."""
${indentedLines(lines)}`;
}

/** A layer's further lines are indented already. */
function indentedLines(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join('\n');
}

function writeLoading({ layers }: CodePlan): string {
  const renamed = layers.filter(({ name, layer }) => name !== layer.id && layer.weights.length > 0);
  const ids = renamed.map(({ name, layer }) => `"${name}": "${layer.id}"`).join(', ');
  const id = renamed.length === 0 ? 'layer.name' : 'ids.get(layer.name, layer.name)';
  return `def load_layerlab_weights(model, path):
    """Sets the weights from a checkpoint of Layerlab (best.safetensors, last.safetensors)."""
    tensors = read_safetensors(path)
${renamed.length === 0 ? '' : `    ids = {${ids}}\n`}    for layer in model.layers:
        prefix = f"parameters/{${id}}/"
        weights = [tensor for name, tensor in tensors.items() if name.startswith(prefix)]
        if weights:
            layer.set_weights(weights)`;
}

/** The experiment as a Python program for Keras 3. @throws AppError where it has an error. */
export function generateKeras(experiment: Experiment, network: InferredNetwork): string {
  const plan = planCode(experiment, network, pythonWords);
  const training = kerasTraining(plan);
  const layerSources = sourcesOf(
    plan.layers.map((planned) => codeOf(planned).pythonSource?.(planned.layer.parameters)),
  );
  const sources = [...layerSources, ...training.sources];
  const needsOps = sources.some((source) => /\bops\./.test(source));
  const standard = ['import json', 'import struct', ...training.imports, ...pythonDataImports(plan)].sort();
  const heading = `${JSON.stringify(experiment.name).slice(1, -1)}: written by Layerlab for Keras 3.${startRemark(experiment)}`;
  return `${[
    `"""${heading}"""\n\n${standard.join('\n')}\n\nimport keras\nimport numpy as np\nfrom keras import layers${needsOps ? ', ops' : ''}\n\n` +
      `keras.utils.set_random_seed(${experiment.training.seed})`,
    ...sources,
    writeModel(plan),
    pythonData(plan),
    training.train,
    pythonSafetensors,
    writeLoading(plan),
    `if __name__ == "__main__":\n${indented('model = build_model()\nmodel.summary()\ntrain(model)', 4)}`,
  ].join('\n\n\n')}\n`;
}
