import { AppError } from '@shared/errors';
import type { ExportSettings } from '@shared/exporting/catalogue';
import { formatNumber } from '@shared/format';
import type { ExportEncoder } from '../encoder';

type SavedModelSettings = Extract<ExportSettings, { format: 'savedModel' }>;

/** A protobuf message can be no larger, and a little of it is the graph. */
const mostBytes = 2 ** 31 - 2 ** 24;

/** A SavedModel whose weights are constants of its graph, asked by `serving_default`: `input` to `output`. */
export const encodeSavedModel: ExportEncoder<SavedModelSettings> = async (
  { weights },
  _settings,
  { savedModel },
) => {
  const size = [...weights.values()].reduce((sum, { values }) => sum + values.byteLength, 0);
  if (size > mostBytes) throw tooLarge(size);
  return { bytes: await savedModel(), proof: { kind: 'savedModel' } };
};

function tooLarge(size: number): AppError {
  return new AppError(
    'exportFailed',
    `The weights have ${formatNumber(size)} bytes; a SavedModel with its weights in the graph takes up to 2 GB.`,
    { where: 'network', remedy: 'Export to ONNX or Keras.' },
  );
}
