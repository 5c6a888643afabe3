import type { Experiment } from '../../experiment/experiment';
import type { InferredNetwork } from '../../network/inference';
import type { AnyLayerDefinition } from '../../network/layer';
import { initializeInPytorch } from '../../network/initializers/initializerCode';
import type { TorchCode, TorchWeight } from '../../frameworks/layerCode';
import { pythonWords } from '../augmentation/pythonAugmentation';
import { isFrozen, planCode, startRemark, type CodePlan, type PlannedLayer } from '../plan';
import { pythonData, pythonDataImports, pythonSafetensors } from '../pythonData';
import { pytorchTraining } from './pytorchTraining';
import { indented } from '../../frameworks/values';

interface TorchLayer extends PlannedLayer {
  readonly code: TorchCode;
}

function withCode(planned: PlannedLayer): TorchLayer {
  return { ...planned, code: (planned.layer.definition as AnyLayerDefinition).code.pytorch(planned.place) };
}

/** The layers of a network as PyTorch's modules. */
export const torchLayers = ({ layers }: Pick<CodePlan, 'layers'>): TorchLayer[] => layers.map(withCode);

/** Each weight of a layer with the tensor of PyTorch's that holds it: `hidden.weight`. */
export function torchWeights({ layer, name, code }: TorchLayer) {
  return layer.weights.map((weight) => {
    const at: TorchWeight = code.weights?.[weight.name] ?? { at: `.${weight.name}` };
    return { weight, tensor: `${name}${at.at}`, convert: at.convert ?? '' };
  });
}

/** Initializers as Layerlab has them, where PyTorch's own start is another one. */
function writeInitialization(layers: readonly TorchLayer[]): string[] {
  return layers
    .filter(({ layer }) => layer.weights.some(({ regularized }) => regularized))
    .flatMap((layer) =>
      torchWeights(layer).map(({ weight, tensor }) =>
        initializeInPytorch(`self.${tensor}`, weight.initializer),
      ),
    );
}

/** Frozen layers: nothing flows into their tensors, and moving statistics stay, as they do when predicting. */
function writeFreezing(layers: readonly TorchLayer[]): { constructor: string[]; method: string } {
  const frozen = layers.filter(({ layer }) => isFrozen(layer));
  const tensors = frozen.flatMap(torchWeights).filter(({ weight }) => !weight.name.startsWith('moving'));
  const constructor =
    tensors.length === 0
      ? []
      : [
          `for frozen in (${tensors.map(({ tensor }) => `self.${tensor},`).join(' ')}):`,
          '    frozen.requires_grad_(False)',
        ];
  const following = frozen.filter(({ layer }) => layer.weights.some(({ name }) => name.startsWith('moving')));
  if (following.length === 0) return { constructor, method: '' };
  const modules = following.map(({ name }) => `self.${name},`).join(' ');
  const method = `

    def train(self, mode=True):
        super().train(mode)
        for frozen in (${modules}):
            frozen.eval()
        return self`;
  return { constructor, method };
}

/** The buffer by which weights that a program of Layerlab's saved say that rows of an image have its channels last. */
export const channelsLastMark = 'flattened_channels_last';

/** Programs written by hand flatten with the channels first, so that a file of weights has to say it. */
function writeMark(layers: readonly TorchLayer[]): string[] {
  const flattens = ({ layer: { definition, inputShapes } }: TorchLayer) =>
    definition.kind === 'flatten' && (inputShapes[0]?.length ?? 0) > 1;
  return layers.some(flattens) ? [`self.register_buffer("${channelsLastMark}", torch.ones(()))`] : [];
}

function writeModule(plan: CodePlan, layers: readonly TorchLayer[]): string {
  const attributes = layers.flatMap(({ name, code }) =>
    Object.entries(code.attributes ?? {}).map(([suffix, made]) => `self.${name}${suffix} = ${made}`),
  );
  const first = plan.flattensInput
    ? ['row = inputs.flatten(1)']
    : plan.exampleShape.length > 1
      ? ['inputs = inputs.movedim(-1, 1)  # channels first']
      : [];
  const steps = layers.map(
    ({ name, variable, inputs, code }) => `${variable} = ${code.forward(inputs, `self.${name}`)}`,
  );
  const rank = plan.output.layer.outputShape.length;
  const result = `return ${plan.output.variable}${rank > 1 ? '.movedim(1, -1)  # channels last again' : ''}`;
  const initialization = writeInitialization(layers);
  const freezing = writeFreezing(layers);
  const made = [...attributes, ...writeMark(layers)];
  const constructor = ['super().__init__()', ...made, ...initialization, ...freezing.constructor];
  return `class Network(nn.Module):
    """${plan.parameterCount.toLocaleString('en')} parameters. Takes examples as Layerlab does: ${describeExamples(plan)}."""

    def __init__(self):
${indented(constructor.join('\n'), 8)}

    def forward(self, inputs):
${indented([...first, ...steps, result].join('\n'), 8)}${freezing.method}`;
}

function describeExamples({ exampleShape }: CodePlan): string {
  const names: Readonly<Record<number, string>> = { 2: 'length, channels', 3: 'height, width, channels' };
  return `(batch, ${names[exampleShape.length] ?? exampleShape.join(', ')})`;
}

function writeLoading(layers: readonly TorchLayer[]): string {
  const entries = layers.flatMap((layer) =>
    torchWeights(layer).map(
      ({ weight, tensor, convert }) =>
        `"${tensor}": tensors["parameters/${layer.layer.id}/${weight.name}"]${convert},`,
    ),
  );
  return `def load_layerlab_weights(model, path):
    """Sets the weights from a checkpoint of Layerlab (best.safetensors, last.safetensors)."""
    tensors = read_safetensors(path)
    arrays = {
${indented(entries.join('\n'), 8)}
    }
    state = {name: torch.tensor(np.ascontiguousarray(array)) for name, array in arrays.items()}
    # Not strict: batch normalization counts its batches, which Layerlab does not need.
    model.load_state_dict(state, strict=False)`;
}

/** The experiment as a Python program for PyTorch. @throws AppError where it has an error. */
export function generatePytorch(experiment: Experiment, network: InferredNetwork): string {
  const plan = planCode(experiment, network, pythonWords);
  const layers = torchLayers(plan);
  const penalized = layers.flatMap((layer) =>
    torchWeights(layer)
      .filter(({ weight }) => weight.regularized && weight.trainable)
      .map(({ tensor }) => ({ tensor, regularization: layer.regularization })),
  );
  const training = pytorchTraining(plan, penalized);
  const parts = [
    ...training.sources,
    writeModule(plan, layers),
    pythonData(plan),
    training.train,
    pythonSafetensors,
    writeLoading(layers),
    `if __name__ == "__main__":\n${indented('model = Network()\nprint(model)\ntrain(model)', 4)}`,
  ];
  const needsFunctional = parts.some((part) => /\bF\./.test(part));
  const standard = ['import json', 'import struct', ...training.imports, ...pythonDataImports(plan)].sort();
  const heading = `${JSON.stringify(experiment.name).slice(1, -1)}: written by Layerlab for PyTorch.${startRemark(experiment)}`;
  const imports = [
    'import numpy as np',
    'import torch',
    ...(needsFunctional ? ['import torch.nn.functional as F'] : []),
    'from torch import nn',
    'from torch.utils.data import DataLoader, TensorDataset',
  ];
  return `${[
    `"""${heading}"""\n\n${standard.join('\n')}\n\n${imports.join('\n')}\n\n` +
      `torch.manual_seed(${experiment.training.seed})`,
    ...parts,
  ].join('\n\n\n')}\n`;
}
