import type { SessionRequest } from '../session';
import type { GraphDtype } from './attributes';
import type { Variable } from './variables';

/** A weight of the network with its optimizer's slots. */
export interface WeightVariables {
  readonly layer: string;
  readonly weight: string;
  readonly trainable: boolean;
  readonly variable: Variable;
  readonly slots: ReadonlyMap<string, Variable>;
}

/** Everything that lives in the session, by the names that checkpoints use. */
export interface SessionVariables {
  readonly weights: readonly WeightVariables[];
  /** Parameters first, in the network's order, then slots: what a checkpoint holds, with its first value. */
  readonly state: readonly { readonly variable: Variable; readonly initialValue: number }[];
  readonly inputs: Variable;
  readonly targets: Variable;
  readonly order: Variable;
}

export function planVariables({ network, training, data }: SessionRequest): SessionVariables {
  const { definition, parameters } = training.optimizer;
  const slotSpecs = definition.slots(parameters);
  const weights = network.layers.flatMap((layer) =>
    layer.weights.map(({ name, shape, trainable }): WeightVariables => {
      const slots = trainable ? slotSpecs : [];
      return {
        layer: layer.id,
        weight: name,
        trainable,
        variable: variable(`parameters/${layer.id}/${name}`, 'float32', shape),
        slots: new Map(
          slots.map((slot) => [
            slot.name,
            variable(`optimizer/${slot.name}/${layer.id}/${name}`, 'float32', shape),
          ]),
        ),
      };
    }),
  );
  const slotState = slotSpecs.flatMap(({ name, initialValue }) =>
    weights.flatMap(({ slots }) => {
      const slot = slots.get(name);
      return slot === undefined ? [] : [{ variable: slot, initialValue }];
    }),
  );
  const inputDtype = data.inputs instanceof Uint8Array ? 'uint8' : 'float32';
  const targetDtype = data.targets instanceof Int32Array ? 'int32' : 'float32';
  return {
    weights,
    state: [...weights.map((weight) => ({ variable: weight.variable, initialValue: 0 })), ...slotState],
    inputs: variable('data/inputs', inputDtype, [data.examples, ...data.inputShape]),
    targets: variable(
      'data/targets',
      targetDtype,
      data.task === 'classification' ? [data.examples] : [data.examples, data.targetSize],
    ),
    order: variable('data/order', 'int32', [null]),
  };
}

function variable(name: string, dtype: GraphDtype, shape: readonly (number | null)[]): Variable {
  return { name, dtype, shape };
}
