import type { ParameterField } from '../../catalogue/definition';
import { findDatasetDefinition } from '../../data/catalogue';
import { findLayerDefinition } from '../../network/layers';
import { lossCatalogue } from '../../training/losses';
import { optimizerCatalogue } from '../../training/optimizers';
import { kindOf, parametersOf } from '../../training/config';
import { scheduleCatalogue } from '../../training/schedules';
import type { Experiment } from '../experiment';

/** A field of an experiment whose values can be tried one by one. */
export interface SweepableField {
  /** As `--set` takes it. */
  readonly path: string;
  readonly label: string;
  /** The layer or part that it belongs to. */
  readonly group: string;
  readonly control: 'integer' | 'number' | 'choice' | 'switch';
  readonly choices: readonly string[];
  readonly minimum: number;
  readonly maximum: number;
  /** What the experiment has there, or would have by default; null where there is none. */
  readonly value: unknown;
}

type Fields = Readonly<Record<string, Omit<ParameterField, 'control'> & { readonly control: string }>>;

const trainingNumbers = [
  ['epochs', 'Epochs', 'integer'],
  ['batchSize', 'Batch size', 'integer'],
  ['warmupSteps', 'Warm-up steps', 'integer'],
  ['l1', 'L1 λ', 'number'],
  ['l2', 'L2 λ', 'number'],
  ['clipNorm', 'Clip gradients', 'number'],
  ['maxNorm', 'Max-norm', 'number'],
] as const;

/** Every field that a sweep may be offered, the learning rate and the layers' first. */
export function sweepableFields(experiment: Experiment): SweepableField[] {
  const { network, training, dataset } = experiment;
  const layers = network.layers.flatMap((layer) => {
    const { id } = layer;
    const definition = findLayerDefinition(layer.kind);
    if (definition === undefined) return [];
    const { kind: _kind, id: _id, ...own } = layer;
    return fieldsIn(`network.${id}`, `${id} (${definition.title})`, definition, own);
  });
  return [
    ...kindFields('training.optimizer', 'Optimizer', optimizerCatalogue, training.optimizer),
    ...layers,
    ...trainingNumbers.map(([name, label, control]): SweepableField => ({
      path: `training.${name}`,
      label,
      group: 'Training',
      control,
      choices: [],
      minimum: control === 'integer' ? 1 : 0,
      maximum: Infinity,
      value: training[name] ?? null,
    })),
    ...kindFields('training.loss', 'Loss', lossCatalogue, training.loss),
    ...kindFields('training.schedule', 'Schedule', scheduleCatalogue, training.schedule ?? 'constant'),
    ...fieldsIn('dataset', 'Data set', findDatasetDefinition(dataset.kind), dataset),
  ];
}

interface Kind {
  readonly kind: string;
  readonly fields: Fields;
  readonly schema: { safeParse(value: unknown): { readonly data?: unknown } };
}

/** The parameters of a kind, and the kind itself. */
function kindFields(
  path: string,
  group: string,
  catalogue: readonly Kind[],
  entry: string | { readonly kind: string },
): SweepableField[] {
  const kind = kindOf(entry);
  const choices = catalogue.map((candidate) => candidate.kind);
  const definition = catalogue.find((candidate) => candidate.kind === kind);
  return [
    ...fieldsIn(path, group, definition, parametersOf(entry)),
    {
      path: `${path}.kind`,
      label: group,
      group,
      control: 'choice',
      choices,
      minimum: -Infinity,
      maximum: Infinity,
      value: kind,
    },
  ];
}

function fieldsIn(
  path: string,
  group: string,
  definition: Omit<Kind, 'kind'> | undefined,
  own: object,
): SweepableField[] {
  if (definition === undefined) return [];
  const filledIn = definition.schema.safeParse(own).data;
  const values: object = typeof filledIn === 'object' && filledIn !== null ? filledIn : own;
  return Object.entries(definition.fields).flatMap(([name, field]): SweepableField[] => {
    const { label, control, choices = [], minimum = -Infinity, maximum = Infinity, hasBest = true } = field;
    const isPlain =
      control === 'integer' || control === 'number' || control === 'choice' || control === 'switch';
    if (!isPlain || !hasBest) return [];
    const value: unknown = Reflect.get(values, name) ?? null;
    return [{ path: `${path}.${name}`, label, group, control, choices, minimum, maximum, value }];
  });
}
