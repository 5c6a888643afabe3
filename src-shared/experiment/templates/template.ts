import { experimentSchema, type Experiment, type ExperimentInput } from '../experiment';

/** One parameter of one layer that a template lets a person try out with a slider. */
export interface TemplateSlider {
  readonly layer: string;
  readonly parameter: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** A whole experiment to begin from: a network with data and training that suit it. */
export interface NetworkTemplate {
  readonly id: string;
  readonly title: string;
  /** What it shows, in a teacher's words. */
  readonly summary: string;
  readonly source: string;
  /** Without version and name, which are the same for all and the title. */
  readonly experiment: Omit<ExperimentInput, 'version' | 'name'>;
  readonly slider?: TemplateSlider;
}

/** A fresh experiment made from a template, with every default filled in. */
export function experimentOf(template: NetworkTemplate): Experiment {
  return experimentSchema.parse({
    version: 1,
    name: template.title,
    ...template.experiment,
  });
}

interface WrittenLayer {
  readonly id: string;
  readonly kind: string;
  readonly [parameter: string]: unknown;
}

/** The given layers, each fed by the one before it. */
export function chain(...layers: readonly WrittenLayer[]): ExperimentInput['network'] {
  const edges = layers.slice(1).map((layer, index): [string, string] => [layers[index]?.id ?? '', layer.id]);
  return { layers: [...layers], edges };
}
