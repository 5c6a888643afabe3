import { gradientTimesInput } from './gradientTimesInput';
import type { AttributionMethod } from './method';
import { occlusion } from './occlusion';

/** Every method, the usual one first. A new one is its file and its line here, and its computation in the engine. */
export const attributionMethods = [occlusion, gradientTimesInput] as const;

export type AttributionKind = (typeof attributionMethods)[number]['kind'];
export const attributionKinds = attributionMethods.map(({ kind }) => kind);

const byKind = new Map<string, AttributionMethod>(attributionMethods.map((method) => [method.kind, method]));

export function attributionMethod(kind: AttributionKind): AttributionMethod {
  const method = byKind.get(kind);
  if (method === undefined) throw new Error(`no attribution method ${kind}`);
  return method;
}
