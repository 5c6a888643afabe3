/** Points of one kind; validation and test points are hollow. */
export interface ScatterGroup {
  readonly name: string;
  readonly color: string;
  readonly hollow: boolean;
  readonly points: readonly (readonly [number, number])[];
}
