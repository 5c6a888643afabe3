import type { z } from 'zod';
import { type DatasetDefinition, isPathIn } from './dataset';
import { cifar10 } from './files/cifar10';
import { cifar100 } from './files/cifar100';
import { csv } from './files/csv';
import { idx } from './files/idx';
import { numpy } from './files/numpy';
import { ownExamples } from './files/ownExamples';
import { parquet } from './files/parquet';
import { imageFolder } from './files/imageFolder';
import { xlsx } from './files/xlsx';
import { blobs } from './generators/blobs';
import { circles } from './generators/circles';
import { function1d } from './generators/function1d';
import { linear } from './generators/linear';
import { moons } from './generators/moons';
import { renderedDigits } from './generators/renderedDigits';
import { renderedShapes } from './generators/renderedShapes';
import { spirals } from './generators/spirals';
import { xor } from './generators/xor';

/** Every kind of data set that is drawn. A new one is its file and its line here. */
export const generatorCatalogue = [
  moons,
  circles,
  spirals,
  xor,
  blobs,
  linear,
  function1d,
  renderedDigits,
  renderedShapes,
] as const;

/** Every kind of file that holds a table: they share their columns' roles, findings and page. */
export const tableCatalogue = [csv, parquet, xlsx] as const;

/** Every kind that is read from files. A new one is its file and its line here, and its reader in the engine. */
export const fileCatalogue = [
  ...tableCatalogue,
  imageFolder,
  numpy,
  idx,
  cifar10,
  cifar100,
  ownExamples,
] as const;

/** Every kind of data set, in the order the data panel shows them. */
export const datasetCatalogue = [...generatorCatalogue, ...fileCatalogue] as const;

export type GeneratorSpec = z.infer<(typeof generatorCatalogue)[number]['schema']>;
export type TableSpec = z.infer<(typeof tableCatalogue)[number]['schema']>;
export type FileSpec = z.infer<(typeof fileCatalogue)[number]['schema']>;

const tableKinds = new Set<string>(tableCatalogue.map(({ kind }) => kind));

/** Whether a data set is a table of a file. */
export const isTableSpec = <Spec extends { readonly kind: string }>(
  spec: Spec,
): spec is Extract<Spec, { readonly kind: TableSpec['kind'] }> => tableKinds.has(spec.kind);

const byKind = new Map<string, DatasetDefinition>(datasetCatalogue.map((entry) => [entry.kind, entry]));

export function findDatasetDefinition(kind: string): DatasetDefinition | undefined {
  return byKind.get(kind);
}

/** A specification, or what is there of it, with each of its paths changed. */
export function mapPaths<Spec extends { readonly kind: string }>(
  spec: Spec,
  change: (path: string) => string,
): Spec {
  const written: Record<string, unknown> = { ...spec };
  for (const [name, field] of Object.entries(findDatasetDefinition(spec.kind)?.fields ?? {})) {
    const path = written[name];
    if (isPathIn(field, path)) written[name] = change(path);
  }
  return written as Spec;
}
