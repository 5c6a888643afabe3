import type { StoredLayer } from './modelFile';

/** One use of a layer: what feeds it, in order, and what it was called with besides. */
export interface LayerCall {
  readonly sources: readonly string[];
  /** What it is called with that is not usual, in words: `it is called with mask = 3`. */
  readonly unusual: readonly string[];
}

/** How {@link LayerCall} tells of a layer that is to act as when predicting, always. */
export const calledForPrediction = 'it is called with training = false';

/**
 * The uses of a layer of a functional model: Keras 3 writes tensors with a `keras_history`, older ones
 * `[["input", 0, 0, {}], …]`.
 */
export function callsOf({ inboundNodes }: StoredLayer): LayerCall[] {
  return inboundNodes
    .map((node) => {
      const call = { sources: [] as string[], unusual: [] as string[] };
      collect(node, call);
      return call;
    })
    .filter(({ sources }) => sources.length > 0);
}

interface Collected {
  readonly sources: string[];
  readonly unusual: string[];
}

function collect(node: unknown, call: Collected): void {
  if (Array.isArray(node)) {
    const [name, index, tensor, options] = node as unknown[];
    if (typeof name !== 'string' || typeof index !== 'number') {
      for (const each of node) collect(each, call);
      return;
    }
    call.sources.push(name);
    if (index !== 0 || (typeof tensor === 'number' && tensor !== 0)) {
      call.unusual.push(`it takes output ${String(tensor)} of use ${index} of "${name}"`);
    }
    collectOptions(options, call);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { keras_history, args, kwargs } = node as Readonly<Record<string, unknown>>;
  if (keras_history !== undefined) return collect(keras_history, call);
  if (args === undefined) {
    for (const each of Object.values(node)) collect(each, call);
    return;
  }
  for (const constant of Array.isArray(args) ? args.filter(isConstant) : []) {
    call.unusual.push(`it is called with the constant ${String(constant)}`);
  }
  collect(args, call);
  // Keras 3 writes `training` for each call, and passes it over: what the whole model is called with holds.
  const { training: _passedOver, ...others } = (kwargs ?? {}) as Readonly<Record<string, unknown>>;
  collectOptions(others, call);
}

/** What stands in place of a tensor: `2 * x` calls Multiply with 2. */
const isConstant = (value: unknown): value is number | boolean | string =>
  typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';

function collectOptions(options: unknown, call: Collected): void {
  if (typeof options !== 'object' || options === null) return;
  for (const [name, value] of Object.entries(options)) {
    if (value === null || (Array.isArray(value) && value.every((each) => each === null))) continue;
    call.unusual.push(`it is called with ${name} = ${JSON.stringify(value)}`);
  }
}
