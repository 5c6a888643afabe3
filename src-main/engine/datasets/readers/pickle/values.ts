/** An array of numbers as NumPy pickles it. */
export interface PickledArray {
  readonly kind: 'array';
  shape: readonly number[];
  /** As NumPy writes it, without the order of bytes: `u1`, `i8`. */
  type: string;
  isLittle: boolean;
  /** Whether the first axis goes fastest. */
  isFortran: boolean;
  bytes: Uint8Array;
}

/** The type of an array’s elements, while it is put together. */
export interface PickledType {
  readonly kind: 'type';
  readonly type: string;
  isLittle: boolean;
}

/** What is named to be called: one of the few names that a reader of arrays knows. */
export interface KnownName {
  readonly kind: 'name';
  readonly name: 'reconstruct' | 'fromBuffer' | 'ndarray' | 'dtype' | 'encode';
}

/** What plain data and arrays are made of. A tuple is a list; bytes and texts of Python 2 are bytes. */
export type Pickled =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | Pickled[]
  | Map<string, Pickled>
  | PickledArray
  | PickledType
  | KnownName;

export const isArray = (value: Pickled | undefined): value is PickledArray =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'array';

/** A text, or what Python 2 had for one. */
export const textOf = (value: Pickled | undefined): string | null =>
  typeof value === 'string'
    ? value
    : value instanceof Uint8Array
      ? Buffer.from(value).toString('latin1')
      : null;
