import type { PreparedDataset } from '@shared/data/prepared';
import type { ExportSettings } from '@shared/exporting/catalogue';
import { codeTargets } from '@shared/code';
import { cardKey } from '@shared/exporting/modelCard';
import { pytorch } from '@shared/exporting/pytorch';
import { safetensorsHeader, tensorBytes } from '@shared/safetensors';
import { nameBeside } from '../beside';
import { cardOf } from '../card';
import type { ExportEncoder } from '../encoder';

type PytorchSettings = Extract<ExportSettings, { format: 'pytorch' }>;

const program = codeTargets.find(({ kind }) => kind === 'pytorch');

/** The program that the code panel shows, with the trained weights beside it and what loads and asks them. */
export const encodePytorch: ExportEncoder<PytorchSettings> = (trained, _settings, { stem }) => {
  const { experiment, network, dataset, weights } = trained;
  if (program === undefined) throw new Error('there is no code for PyTorch');
  const tensors = [...weights.entries()]
    .filter(([name]) => name.startsWith('parameters/'))
    .map(([name, tensor]) => ({ name, ...tensor }));
  // With the card, the file opens by itself as the experiment.
  const card = JSON.stringify(cardOf(trained, { precision: 'float32', foldsBatchNormalization: false }));
  const header = safetensorsHeader(tensors, { format: 'pt', [cardKey]: card });
  const content = [header, ...tensors.map(tensorBytes)];
  const file = nameBeside(stem, content, pytorch);
  const code = program.generate(experiment, network);
  const main = code.lastIndexOf('\nif __name__ == "__main__":');
  const text = `${code.slice(0, main).trimEnd()}\n${loadingCode(file, dataset)}${code.slice(main)}`;
  return Promise.resolve({
    content: [Buffer.from(text)],
    proof: { kind: 'weights', file },
    beside: [{ name: file, content }],
  });
};

/** @param file name of the weights beside the program */
function loadingCode(file: string, { scaling, classNames }: PreparedDataset): string {
  return `

def load_model(path=None):
    """The trained network, from the file of weights beside this one."""
    from pathlib import Path

    model = Network()
    load_layerlab_weights(model, path or Path(__file__).with_name(${JSON.stringify(file)}))
    return model.eval()


def predict(model, examples):
    """The network's outputs for examples as the data set holds them, before scaling."""
    offset = torch.tensor(${python(scaling.offset)})
    factor = torch.tensor(${python(scaling.factor)})
    with torch.no_grad():
        return model((torch.as_tensor(examples, dtype=torch.float32) - offset) * factor)


CLASS_NAMES = ${JSON.stringify(classNames)}

`;
}

const python = (values: readonly number[]) => `[${values.map((value) => String(value)).join(', ')}]`;
