import { fileCatalogue } from '@shared/data/catalogue';
import { type DatasetDefinition, isPathField } from '@shared/data/dataset';
import { type DatasetSpec, datasetSpecSchema } from '@shared/data/spec';
import { AppError } from '@shared/errors';
import { desktop } from '../../shared/engine/desktop';
import { sendFile } from '../../shared/files/sendFile';
import { usePagesStore } from '../pages';
import { useDataDraftStore } from './dataDraft';
import { useExperimentStore } from './experiment';

/** The data set that a file alone makes, with the defaults of its kind; null where no kind reads files of such a name. */
function specOfFile(name: string, path: string, before: DatasetSpec): DatasetSpec | null {
  const { validationFraction, testFraction, splitSeed } = before;
  for (const { kind, fields } of fileCatalogue as readonly DatasetDefinition[]) {
    for (const [field, definition] of Object.entries(fields)) {
      const isFitting = definition.extensions?.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
      if (!isPathField(definition) || isFitting !== true) continue;
      const shares = { validationFraction, testFraction, splitSeed };
      const parsed = datasetSpecSchema.safeParse({ kind, [field]: path, ...shares });
      if (parsed.success) return parsed.data;
    }
  }
  return null;
}

/** Whether a file of this name can be trained on by itself. */
export const isDataFile = (name: string): boolean =>
  specOfFile(name, name, datasetSpecSchema.parse({ kind: 'xor' })) !== null;

/** Data files that are dropped on the window. Call in a component's setup. */
export function useDataFiles() {
  const document = useExperimentStore();
  const dataDraft = useDataDraftStore();
  const pages = usePagesStore();

  /** Makes a dropped file the experiment's data set and shows it. */
  async function openDropped(file: File): Promise<void> {
    const { openings } = document;
    const known = desktop?.pathForFile(file) ?? '';
    const path = known === '' ? await sendFile(file) : known;
    const spec = specOfFile(file.name, path, document.dataset);
    if (spec === null) return;
    if (document.openings !== openings) {
      throw new AppError(
        'notAllowedNow',
        `Another experiment was opened before “${file.name}” was here, and keeps its data`,
        { remedy: 'Drop the file again to make it the data of the experiment that is open now.' },
      );
    }
    pages.show('workbench');
    document.edit(`Open data ${file.name}`, (experiment) => {
      experiment.dataset = spec;
    });
    dataDraft.exploring = true;
  }

  return { openDropped };
}
