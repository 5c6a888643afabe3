import type { DatasetTask } from '../catalogue/task';
import type { Shape } from '../ops/shape';
import { writeValue } from './values';

/** What a program that trains on a data set goes by. */
export interface DatasetPlace {
  readonly task: DatasetTask;
  /** Shape of one example. */
  readonly exampleShape: Shape;
}

/** Statements of Python. */
export interface PythonLoader {
  /** Whole lines; NumPy is there as `np`. */
  readonly imports: readonly string[];
  /**
   * Sets `x`, float32 of [examples, …the shape of one], and `y`: class numbers from 0 as int64, or float32 values of
   * [examples, values].
   */
  readonly body: string;
}

/** How a data set is loaded by a program outside Layerlab; in a browser no program reads files by their paths. */
export interface DatasetCode<Spec> {
  python(spec: Spec, place: DatasetPlace): PythonLoader;
}

/** A text as Python writes it. */
export const pythonText = (value: string): string => writeValue(value, 'python');

/** For what Layerlab draws by itself: a place for the reader's own loading. */
export function drawnDatasetCode(kind: string): DatasetCode<unknown> {
  return {
    python: () => ({
      imports: [],
      body: `# Layerlab draws this data set ("${kind}") itself: put your own loading here.
raise NotImplementedError("load x and y here")`,
    }),
  };
}
