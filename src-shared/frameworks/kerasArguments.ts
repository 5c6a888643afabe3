import type { Json } from '../json';
import { toPair, type PairOrNumber } from '../ops/shape';
import type { KerasLibrary } from './layerCode';
import type { CodeValue, Language } from './values';

/** One argument of a Keras class and the parameter of ours that it means. */
export interface KerasArgument {
  /** As Python writes it; tfjs's is the same in camel case. */
  readonly name: string;
  /** Older names, and tfjs's where it is another one. */
  readonly aliases?: readonly string[];
  readonly tfjsName?: string;
  /** The value of ours that Keras takes where the argument is absent; it is left out of the code. */
  readonly usual?: unknown;
  /** The parameter whose value it takes where it is absent. */
  readonly usualFrom?: string;
  /** Written before the named arguments, without its name. */
  readonly positional?: true;
  write(value: unknown, language: Language): CodeValue;
  /** What a stored model holds, where that is not what Python writes. */
  store?(value: unknown, library: KerasLibrary): Json;
  /** Undefined where the value is none of ours. */
  read(value: unknown): unknown;
}

type Options = Pick<KerasArgument, 'aliases' | 'tfjsName' | 'usual' | 'usualFrom' | 'positional'>;

/** Numbers, switches, names and lists: the same on both sides. */
export function plain(name: string, options: Options = {}): KerasArgument {
  return { name, ...options, write: (value) => value as CodeValue, read: (value) => value ?? undefined };
}

/** A size both ways: one number where both are the same. */
export function pair(name: string, options: Options = {}): KerasArgument {
  return {
    name,
    ...options,
    write: (value) => simplest(value) as CodeValue,
    store: (value) => [...toPair(value as PairOrNumber)],
    read: (value) => simplest(value ?? undefined),
  };
}

/** A size along one axis, which Keras stores as a list of one. */
export function single(name: string, options: Options = {}): KerasArgument {
  return {
    name,
    ...options,
    write: (value) => value as CodeValue,
    read: (value) => (Array.isArray(value) ? (value[0] as unknown) : (value ?? undefined)),
  };
}

/** A shape, in which tfjs stores an axis that is left open as null. */
export function openShape(name: string, options: Options = {}): KerasArgument {
  return {
    name,
    ...options,
    write: (value) => value as CodeValue,
    read: (value) => (Array.isArray(value) ? value.map((size: unknown) => size ?? -1) : undefined),
  };
}

function simplest(value: unknown): unknown {
  return Array.isArray(value) && value.length === 2 && value[0] === value[1] ? (value[0] as unknown) : value;
}

/** Whether two parameter values mean the same: a pair of equal numbers is the number. */
export function meansSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(simplest(a)) === JSON.stringify(simplest(b));
}
