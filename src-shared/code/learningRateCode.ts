import type { ResolvedTraining } from '../training/resolve';
import { indented } from '../frameworks/values';

function factorBody(training: ResolvedTraining, language: 'python' | 'javascript'): string | null {
  const { schedule } = training;
  return schedule === null
    ? null
    : (schedule.definition.code[language](schedule.parameters) as string | null);
}

/** Whether the rate is another one from step to step. */
function changes({ schedule, config }: ResolvedTraining): boolean {
  return config.warmupSteps > 0 || (schedule !== null && schedule.definition.kind !== 'constant');
}

/** `learning_rate(step, steps_per_epoch, total_steps)` as Layerlab plans it; null where the rate stays as it is. */
export function pythonLearningRate(training: ResolvedTraining): string | null {
  const body = factorBody(training, 'python');
  const { warmupSteps } = training.config;
  if (!changes(training) || (body === null && warmupSteps === 0)) return null;
  const { learningRate } = training.optimizer.parameters;
  const warmup =
    warmupSteps === 0
      ? ''
      : `    if step < ${warmupSteps}:
        return ${learningRate} * (step + 1) / ${warmupSteps}
    step, total_steps = step - ${warmupSteps}, max(1, total_steps - ${warmupSteps})
`;
  return `def schedule(step, steps_per_epoch, total_steps):
${indented(body ?? 'return 1', 4)}


def learning_rate(step, steps_per_epoch, total_steps):
    """The rate of the step about to be taken, from 0."""
${warmup}    return ${learningRate} * schedule(step, steps_per_epoch, total_steps)`;
}

export function javaScriptLearningRate(training: ResolvedTraining): string | null {
  const body = factorBody(training, 'javascript');
  const { warmupSteps } = training.config;
  if (!changes(training) || (body === null && warmupSteps === 0)) return null;
  const { learningRate } = training.optimizer.parameters;
  const warmup =
    warmupSteps === 0
      ? ''
      : `  if (step < ${warmupSteps}) return (${learningRate} * (step + 1)) / ${warmupSteps};\n`;
  const after =
    warmupSteps === 0
      ? 'step, stepsPerEpoch, totalSteps'
      : `step - ${warmupSteps}, stepsPerEpoch, Math.max(1, totalSteps - ${warmupSteps})`;
  return `function schedule(step, stepsPerEpoch, totalSteps) {
${indented(body ?? 'return 1;', 2)}
}

/** The rate of the step about to be taken, from 0. */
function learningRate(step, stepsPerEpoch, totalSteps) {
${warmup}  return ${learningRate} * schedule(${after});
}`;
}
