import type { Variable } from '@tensorflow/tfjs';
import { AppError } from '@shared/errors';
import type { LayerId } from '@shared/ids';
import type { InferredNetwork } from '@shared/network/inference';
import { sizeOf, type Shape } from '@shared/ops/shape';
import { regularizationOf, type Regularization } from '@shared/training/regularization';
import type { ResolvedTraining } from '@shared/training/resolve';
import type { StateTensor } from '../session/session';
import type { TensorFlow } from './tensorflow';

/** A weight that the gradient changes, with the optimizer's tensors beside it. */
export interface TrainableWeight {
  readonly variable: Variable;
  /** The optimizer's tensor of this name. */
  slot(name: string): Variable;
  /** Null where L1, L2 and max-norm do not apply. */
  readonly regularization: Regularization | null;
}

/** Every tensor that lives as long as the session: parameters and the optimizer's state. */
export class SessionState {
  readonly trainable: readonly TrainableWeight[];
  private readonly variables = new Map<string, Variable>();

  constructor(
    private readonly tf: TensorFlow,
    network: InferredNetwork,
    training: ResolvedTraining,
  ) {
    const { definition, parameters } = training.optimizer;
    const weights = network.layers.flatMap((layer) => layer.weights.map((weight) => ({ layer, weight })));
    for (const { layer, weight } of weights)
      this.create(`parameters/${layer.id}/${weight.name}`, weight.shape, 0);
    const trainable = weights.filter(({ weight }) => weight.trainable);
    for (const slot of definition.slots(parameters)) {
      for (const { layer, weight } of trainable) {
        this.create(`optimizer/${slot.name}/${layer.id}/${weight.name}`, weight.shape, slot.initialValue);
      }
    }
    this.trainable = trainable.map(({ layer, weight }) => ({
      variable: this.weight(layer.id, weight.name),
      slot: (name) => this.find(`optimizer/${name}/${layer.id}/${weight.name}`),
      regularization: weight.regularized ? regularizationOf(layer.spec, training.config) : null,
    }));
  }

  get layout(): { readonly name: string; readonly shape: Shape }[] {
    return [...this.variables].map(([name, { shape }]) => ({ name, shape }));
  }

  weight(layer: LayerId, name: string): Variable {
    return this.find(`parameters/${layer}/${name}`);
  }

  read(isWanted: (name: string) => boolean): StateTensor[] {
    const wanted = [...this.variables].filter(([name]) => isWanted(name));
    return wanted.map(([name, variable]) => ({
      name,
      shape: variable.shape,
      values: Float32Array.from(variable.dataSync<'float32'>()),
    }));
  }

  /** @throws AppError where a name or a shape does not fit; nothing is written then. */
  write(tensors: readonly StateTensor[]): void {
    const targets = tensors.map((tensor) => ({ tensor, variable: this.find(tensor.name) }));
    for (const { tensor, variable } of targets) {
      if (tensor.shape.join() === variable.shape.join() && tensor.values.length === sizeOf(tensor.shape))
        continue;
      throw new AppError(
        'badArgument',
        `${tensor.name} is ${tensor.shape.join('×')}, the network has ${variable.shape.join('×')}`,
        { where: tensor.name, remedy: 'Use a checkpoint of the same network.' },
      );
    }
    this.tf.tidy(() => {
      for (const { tensor, variable } of targets) {
        // A copy: tfjs may go on reading from the array it is given.
        variable.assign(this.tf.tensor(tensor.values.slice(), [...tensor.shape], 'float32'));
      }
    });
  }

  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
    this.variables.clear();
  }

  private create(name: string, shape: Shape, initialValue: number): Variable {
    const variable = this.tf.tidy(() => this.tf.variable(this.tf.fill([...shape], initialValue)));
    this.variables.set(name, variable);
    return variable;
  }

  private find(name: string): Variable {
    const variable = this.variables.get(name);
    if (variable !== undefined) return variable;
    throw new AppError('badArgument', `The session has no tensor "${name}"`, {
      where: name,
      remedy: 'Use a checkpoint of the same network and optimizer.',
    });
  }
}
