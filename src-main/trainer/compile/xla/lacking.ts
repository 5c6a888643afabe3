import type { GraphFunction } from '../graph/graphDef';

/** Operations that XLA's compiler for the processor has not, or does otherwise than TensorFlow, and what follows from that. */
const lacking: Readonly<Record<string, string>> = {
  StatelessRandomUniform: 'it draws other random numbers',
  StatelessRandomNormal: 'it draws other random numbers',
};

/** Why functions cannot be machine code: what they use must do the same on either path. Null where they can. */
export function obstacleTo(functions: readonly GraphFunction[]): string | null {
  const types = new Set(functions.flatMap(({ trace }) => trace.nodes.map(({ operation }) => operation.type)));
  return Object.entries(lacking).find(([type]) => types.has(type))?.[1] ?? null;
}
