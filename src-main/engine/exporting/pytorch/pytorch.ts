import type { ExportSettings } from '@shared/exporting/catalogue';
import { codeTargets } from '@shared/code';
import { safetensorsHeader, tensorBytes } from '@shared/safetensors';
import type { ExportEncoder } from '../encoder';

type PytorchSettings = Extract<ExportSettings, { format: 'pytorch' }>;

const program = codeTargets.find(({ kind }) => kind === 'pytorch');

/** The program that the code panel shows, with the trained weights beside it and what loads and asks them. */
export const encodePytorch: ExportEncoder<PytorchSettings> = (
  { experiment, network, dataset, weights },
  _settings,
  { stem },
) => {
  if (program === undefined) throw new Error('there is no code for PyTorch');
  const { offset, factor } = dataset.scaling;
  const loading = `

def load_model(path=None):
    """The trained network, from the file of this name that ends in .safetensors."""
    from pathlib import Path

    model = Network()
    load_layerlab_weights(model, path or Path(__file__).with_suffix(".safetensors"))
    return model.eval()


def predict(model, examples):
    """The network's outputs for examples as the data set holds them, before scaling."""
    offset = torch.tensor(${python(offset)})
    factor = torch.tensor(${python(factor)})
    with torch.no_grad():
        return model((torch.as_tensor(examples, dtype=torch.float32) - offset) * factor)


CLASS_NAMES = ${JSON.stringify(dataset.classNames)}

`;
  const code = program.generate(experiment, network);
  const main = code.lastIndexOf('\nif __name__ == "__main__":');
  const text = `${code.slice(0, main).trimEnd()}\n${loading}${code.slice(main)}`;
  const tensors = [...weights.entries()]
    .filter(([name]) => name.startsWith('parameters/'))
    .map(([name, tensor]) => ({ name, ...tensor }));
  const bytes = Buffer.concat([safetensorsHeader(tensors, { format: 'pt' }), ...tensors.map(tensorBytes)]);
  const file = `${stem}.safetensors`;
  return Promise.resolve({
    bytes: Buffer.from(text),
    proof: { kind: 'weights', file },
    beside: [{ name: file, bytes }],
  });
};

const python = (values: readonly number[]) => `[${values.map((value) => String(value)).join(', ')}]`;
