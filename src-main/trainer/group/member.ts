import type { LayerId } from '@shared/ids';
import type { Split } from '@shared/runs/run';
import type { Stepper } from '../run/stepper';
import type { TrainingGroup } from '../session/group';
import type {
  ObservedFigures,
  StateTensor,
  StepRequest,
  StepResult,
  TrainingSession,
} from '../session/session';
import type { Lockstep } from './lockstep';

/** A run of a group, as a session of its own; the group's owner disposes of it. */
export class Member implements TrainingSession, Stepper {
  readonly layout: TrainingSession['layout'];
  readonly computing: TrainingSession['computing'];

  constructor(
    private readonly group: TrainingGroup,
    private readonly lockstep: Lockstep,
    private readonly place: number,
    readonly companions: number,
  ) {
    this.layout = group.layout;
    this.computing = group.computing;
  }

  setEpochOrder(order: Int32Array): void {
    this.group.setEpochOrder(this.place, order);
  }

  run(): StepResult {
    throw new Error('a run of a group takes its steps with the others');
  }

  step(request: StepRequest): Promise<StepResult> {
    return this.lockstep.run(this.place, request);
  }

  rest(): void {
    this.lockstep.rest(this.place);
  }

  goOn(): void {
    this.lockstep.goOn(this.place);
  }

  evaluate(split: Split, firstBatch: number, batches: number): Float32Array {
    return this.lockstep.evaluate(this.place, split, firstBatch, batches);
  }

  predictExamples(indices: Int32Array): Float32Array {
    this.lockstep.take(this.place);
    return this.group.predictExamples(this.place, indices);
  }

  predictInputs(inputs: Float32Array, examples: number): Float32Array {
    this.lockstep.take(this.place);
    return this.group.predictInputs(this.place, inputs, examples);
  }

  layerOutputs(inputs: Float32Array, examples: number): Readonly<Record<LayerId, Float32Array>> {
    this.lockstep.take(this.place);
    return this.group.layerOutputs(this.place, inputs, examples);
  }

  markWeights(): void {
    this.lockstep.mark(this.place);
  }

  observe(): ObservedFigures {
    return this.lockstep.observe(this.place);
  }

  readState(isWanted: (name: string) => boolean = () => true): readonly StateTensor[] {
    return this.lockstep.read(this.place).filter(({ name }) => isWanted(name));
  }

  writeState(tensors: readonly StateTensor[]): void {
    this.lockstep.write(this.place, tensors);
  }

  dispose(): void {
    this.lockstep.leave(this.place);
  }
}
