import type { Points } from '@shared/runs/curves/thin';

/** A curve as a chart draws it. Training is dashed, validation solid. */
export interface ChartCurve {
  /** Unique in the chart. */
  readonly key: string;
  readonly name: string;
  readonly color: string;
  readonly dashed: boolean;
  /** Behind a smoothed curve: the raw one, pale. */
  readonly faint?: boolean;
  /** Without jumps from point to point, so that it needs few of them. */
  readonly smooth?: boolean;
  /** A level line that curves are compared with: thin, dotted, the same at every step. */
  readonly level?: boolean;
  readonly points: Points;
  /** How far the runs lie apart whose mean this is: edges below and above, and how many runs there are, at each point. */
  readonly band?: {
    readonly low: ArrayLike<number>;
    readonly high: ArrayLike<number>;
    readonly counts: ArrayLike<number>;
  };
}
