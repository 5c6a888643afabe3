import type { Tensor } from '@tensorflow/tfjs';
import { sizeOf } from '@shared/ops/shape';
import { philoxNormal, philoxUniform } from '@shared/training/draws/philox';
import type { Backend } from '../tensorflow';

/** What the binding needs to be told of an operation's attribute. */
interface TypeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number;
}

/** tfjs-node's way to run one TensorFlow operation by its name. */
interface NativeBackend {
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_FLOAT' | 'TF_INT32', number>>;
  executeSingleOutput(name: string, attributes: readonly TypeAttribute[], inputs: readonly Tensor[]): Tensor;
}

export type Distribution = 'uniform' | 'normal';

/**
 * Draws float32 numbers keyed by a seed pair: by TensorFlow's own kernel where it is there, in JavaScript where not.
 * @returns a tensor of the caller's.
 */
export function draw(
  { tf, native }: Backend,
  distribution: Distribution,
  shape: readonly number[],
  seed: readonly [number, number],
): Tensor {
  if (!native) {
    const size = sizeOf(shape);
    const values = distribution === 'uniform' ? philoxUniform(size, seed) : philoxNormal(size, seed);
    return tf.tensor(values, [...shape], 'float32');
  }
  const backend = tf.backend() as unknown as NativeBackend;
  const { TF_ATTR_TYPE: type, TF_FLOAT, TF_INT32 } = backend.binding;
  const attributes: TypeAttribute[] = [
    { name: 'dtype', type, value: TF_FLOAT },
    { name: 'T', type, value: TF_INT32 },
    { name: 'Tseed', type, value: TF_INT32 },
  ];
  const operation = distribution === 'uniform' ? 'StatelessRandomUniform' : 'StatelessRandomNormal';
  return tf.tidy(() =>
    backend.executeSingleOutput(operation, attributes, [
      tf.tensor1d([...shape], 'int32'),
      tf.tensor1d([...seed], 'int32'),
    ]),
  );
}
