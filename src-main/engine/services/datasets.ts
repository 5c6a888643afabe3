import { previewDataset, quickLook } from '../datasets';
import type { EngineParts } from '../engineParts';
import type { ServiceBase } from './base';

export function datasetsService(base: ServiceBase, { workspace }: EngineParts) {
  return {
    preview: base.datasets.preview.handler(({ input, signal }) =>
      previewDataset(input.dataset, { ...workspace.preparing, signal }, input.rows),
    ),
    look: base.datasets.look.handler(({ input, signal }) => quickLook(input.table, signal)),
  };
}
