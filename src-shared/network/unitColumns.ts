import type { LayerId } from '../ids';
import type { InferredNetwork } from './inference';

/** Units side by side: the inputs, or those of a dense layer with what is applied to them one by one behind it. */
export interface UnitColumn {
  /** The last layer of the column: what it gives. */
  readonly layer: LayerId;
  readonly units: number;
  /** The layer whose weights lead here from the column before; null for the inputs. */
  readonly dense: LayerId | null;
}

/** More are drawn over each other. */
const mostUnits = 200;

/** The columns of a net that is a row of dense layers. @returns null where it is another net, or has too many units */
export function unitColumnsOf({ layers, inputId, outputId }: InferredNetwork): UnitColumn[] | null {
  const columns: UnitColumn[] = [];
  for (const [place, { id, from, outputShape, definition, weights }] of layers.entries()) {
    const before = columns.at(-1);
    const [units] = outputShape;
    const follows = place === 0 ? id === inputId : from.length === 1 && from[0] === layers[place - 1]?.id;
    if (!follows || units === undefined || outputShape.length !== 1) return null;
    const kernel = weights.find(({ name }) => name === 'kernel')?.shape ?? [];
    const isDense =
      definition.traits?.affine === 'learned' && kernel.join() === [before?.units, units].join();
    if (before === undefined || isDense)
      columns.push({ layer: id, units, dense: before === undefined ? null : id });
    else if (units === before.units) columns[columns.length - 1] = { ...before, layer: id };
    else return null;
  }
  const total = columns.reduce((sum, { units }) => sum + units, 0);
  return layers.at(-1)?.id === outputId && columns.length > 1 && total <= mostUnits ? columns : null;
}
