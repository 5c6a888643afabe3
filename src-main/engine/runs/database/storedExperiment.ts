import { isTableSpec } from '@shared/data/catalogue';
import { type TableColumn, unmeantOption } from '@shared/data/tables/columns';
import type { Experiment } from '@shared/experiment/experiment';
import { parseExperiment } from '@shared/experiment/parsing';
import { isJsonObject, type JsonObject } from '@shared/json';

/**
 * An experiment as the newest version has it, whichever wrote the row.
 * @throws AppError `badExperiment` where it is none
 */
export function storedExperiment(stored: unknown): Experiment {
  const experiment = parseExperiment(isJsonObject(stored) ? named(stored) : stored);
  const { dataset } = experiment;
  if (!isTableSpec(dataset)) return experiment;
  const columns = Object.entries(dataset.columns).map(([name, column]) => [name, asResolved(column)]);
  return {
    ...experiment,
    dataset: { ...dataset, columns: Object.fromEntries(columns) as typeof dataset.columns },
  };
}

/** Earlier versions took blanks alone for a name, of an experiment and of its blocks. */
function named({ name, ...others }: JsonObject): JsonObject {
  const experiment = isBlank(name) || name === undefined ? others : { name, ...others };
  const { network } = others;
  if (!isJsonObject(network) || !Array.isArray(network['blocks'])) return experiment;
  const blocks = network['blocks'].map((block) =>
    isJsonObject(block) && isBlank(block['name']) ? { ...block, name: 'Block' } : block,
  );
  return { ...experiment, network: { ...network, blocks } };
}

const isBlank = (name: unknown) => typeof name === 'string' && name.trim() === '';

/**
 * Earlier versions resolved how a date is read for every column of dates. Where the column's role gives that no meaning it is
 * taken out: the person has not said it, and it would be refused.
 */
function asResolved(column: TableColumn): TableColumn {
  const { parts, dateOrder, ...others } = column;
  return {
    ...others,
    ...(parts === undefined || unmeantOption('parts', column) ? {} : { parts }),
    ...(dateOrder === undefined || unmeantOption('dateOrder', column) ? {} : { dateOrder }),
  };
}
