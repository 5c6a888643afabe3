import type { ExportSettings } from '@shared/exporting/catalogue';
import type { ExportEncoder } from '../encoder';
import { requireOneMessage } from '../weights';

type SavedModelSettings = Extract<ExportSettings, { format: 'savedModel' }>;

/** A SavedModel whose weights are constants of its graph, asked by `serving_default`: `input` to `output`. */
export const encodeSavedModel: ExportEncoder<SavedModelSettings> = async (
  { weights },
  _settings,
  { savedModel },
) => {
  requireOneMessage(weights, 'a SavedModel with its weights in the graph');
  return { content: [await savedModel()], proof: { kind: 'savedModel' } };
};
