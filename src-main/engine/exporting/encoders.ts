import type { ExportFormatKind, ExportSettings } from '@shared/exporting/catalogue';
import type { Encoded, EncodingPlace, ExportEncoder, TrainedNetwork } from './encoder';
import { encodeHtml } from './html/html';
import { encodeKeras } from './keras/keras';
import { encodeOnnx } from './onnx/onnx';
import { encodePytorch } from './pytorch/pytorch';
import { encodeSavedModel } from './savedModel/savedModel';
import { encodeTfjs } from './tfjs/tfjs';

type Encoders = {
  readonly [Kind in ExportFormatKind]: ExportEncoder<Extract<ExportSettings, { format: Kind }>>;
};

/** What writes each format. A new one is its file and its line here. */
const encoders: Encoders = {
  onnx: encodeOnnx,
  html: encodeHtml,
  savedModel: encodeSavedModel,
  keras: encodeKeras,
  tfjs: encodeTfjs,
  pytorch: encodePytorch,
};

/** @throws AppError `exportFailed` for what the format cannot express. */
export async function encode(
  trained: TrainedNetwork,
  settings: ExportSettings,
  place: EncodingPlace,
): Promise<Encoded> {
  // The table holds each format under its own name, which TypeScript does not follow through an index.
  const encoder = encoders[settings.format] as ExportEncoder<ExportSettings>;
  return encoder(trained, settings, place);
}
