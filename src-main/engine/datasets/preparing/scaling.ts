import type { Scaling } from '@shared/data/dataset';
import type { PreparedDataset } from '@shared/data/prepared';

export type FittedScaling = PreparedDataset['scaling'];

/**
 * Takes in training examples, some at a time, and gives the scaling that fits them. Each value of the last axis (a
 * feature of a table, a channel of an image) is fitted by itself.
 */
export interface ScalingFit {
  /** Whole examples, flattened. */
  add(values: Uint8Array | Float32Array): void;
  result(): FittedScaling;
}

/** A column that is always the same is moved to zero and not stretched. */
const inverse = (spread: number): number => (spread > 0 ? 1 / spread : 1);

/** A histogram of each channel: sums over bytes without any rounding. */
class ByteStandardization implements ScalingFit {
  private readonly counts: Float64Array;

  constructor(private readonly channels: number) {
    this.counts = new Float64Array(channels * 256);
  }

  add(values: Uint8Array): void {
    const { counts, channels } = this;
    for (let channel = 0; channel < channels; channel++) {
      const first = channel * 256;
      for (let index = channel; index < values.length; index += channels) {
        const bin = first + (values[index] ?? 0);
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
    }
  }

  result(): FittedScaling {
    const fitted: FittedScaling = { offset: [], factor: [] };
    for (let channel = 0; channel < this.channels; channel++) {
      const histogram = this.counts.subarray(channel * 256, (channel + 1) * 256);
      const total = histogram.reduce((sum, count) => sum + count, 0);
      const mean = histogram.reduce((sum, count, value) => sum + count * value, 0) / total;
      const variance = histogram.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0) / total;
      fitted.offset.push(mean);
      fitted.factor.push(inverse(Math.sqrt(variance)));
    }
    return fitted;
  }
}

/** Mean and variance in one pass (Welford, 1962), population variance as in scikit-learn's StandardScaler. */
class ColumnStandardization implements ScalingFit {
  private count = 0;
  private readonly mean: Float64Array;
  private readonly squares: Float64Array;

  constructor(private readonly columns: number) {
    this.mean = new Float64Array(columns);
    this.squares = new Float64Array(columns);
  }

  add(values: Uint8Array | Float32Array): void {
    const { mean, squares, columns } = this;
    for (let first = 0; first < values.length; first += columns) {
      this.count++;
      for (let column = 0; column < columns; column++) {
        const value = values[first + column] ?? 0;
        const before = mean[column] ?? 0;
        const after = before + (value - before) / this.count;
        mean[column] = after;
        squares[column] = (squares[column] ?? 0) + (value - before) * (value - after);
      }
    }
  }

  result(): FittedScaling {
    return {
      offset: [...this.mean],
      factor: Array.from(this.squares, (squares) => inverse(Math.sqrt(squares / this.count))),
    };
  }
}

/** Each column's smallest value becomes 0, its largest 1. */
class ColumnRange implements ScalingFit {
  private readonly minimum: Float64Array;
  private readonly maximum: Float64Array;

  constructor(private readonly columns: number) {
    this.minimum = new Float64Array(columns).fill(Infinity);
    this.maximum = new Float64Array(columns).fill(-Infinity);
  }

  add(values: Uint8Array | Float32Array): void {
    for (let index = 0; index < values.length; index++) {
      const column = index % this.columns;
      const value = values[index] ?? 0;
      this.minimum[column] = Math.min(this.minimum[column] ?? value, value);
      this.maximum[column] = Math.max(this.maximum[column] ?? value, value);
    }
  }

  result(): FittedScaling {
    return {
      offset: [...this.minimum],
      factor: Array.from(this.maximum, (maximum, column) => inverse(maximum - (this.minimum[column] ?? 0))),
    };
  }
}

const fixed = (factor: number): FittedScaling => ({ offset: [0], factor: [factor] });

/** A scaling that needs no look at the data, or what measures it. */
export function scalingFit(
  scaling: Scaling,
  dtype: PreparedDataset['inputDtype'],
  lastAxis: number,
): FittedScaling | ScalingFit {
  if (scaling === 'none') return fixed(1);
  if (dtype === 'uint8') return scaling === 'unit' ? fixed(1 / 255) : new ByteStandardization(lastAxis);
  return scaling === 'unit' ? new ColumnRange(lastAxis) : new ColumnStandardization(lastAxis);
}
