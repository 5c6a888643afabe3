import { describeStopping } from '../stopping';
import type { Regularization } from '../../training/regularization';
import { pythonLearningRate } from '../learningRateCode';
import type { CodePlan } from '../plan';
import { pythonAugmentation } from '../augmentation/pythonAugmentation';
import { mathImport, pythonDataNames } from '../pythonData';
import type { TargetForm } from '../../frameworks/trainingCode';
import { indented } from '../../frameworks/values';

interface PenalizedTensor {
  /** `hidden.weight` */
  readonly tensor: string;
  readonly regularization: Regularization;
}

const targets: Readonly<Record<TargetForm, (classes: number) => string>> = {
  index: () => 'torch.tensor(y).long()',
  values: () => 'torch.tensor(y).float()',
  column: () => 'torch.tensor(y).float().reshape(-1, 1)',
  oneHot: (classes) => `F.one_hot(torch.tensor(y).long(), ${classes}).float()`,
};

/** Tensors of the same strength together. */
function byStrength(
  tensors: readonly PenalizedTensor[],
  strength: (regularization: Regularization) => number | null,
): [number, string[]][] {
  const groups = new Map<number, string[]>();
  for (const { tensor, regularization } of tensors) {
    const value = strength(regularization);
    if (value === null || value === 0) continue;
    groups.set(value, [...(groups.get(value) ?? []), tensor]);
  }
  return [...groups];
}

function listWeights(tensors: readonly string[]): string {
  return `[${tensors.map((tensor) => `model.${tensor}`).join(', ')}]`;
}

/** λ₁‖W‖₁ + ½λ₂‖W‖² over weights and not biases, which PyTorch's weight_decay would take in. */
function writePenalty(tensors: readonly PenalizedTensor[]): string | null {
  const terms = [
    ...byStrength(tensors, ({ l1 }) => l1).map(
      ([l1, names]) => `penalty = penalty + ${l1} * sum(w.abs().sum() for w in ${listWeights(names)})`,
    ),
    ...byStrength(tensors, ({ l2 }) => l2).map(
      ([l2, names]) => `penalty = penalty + ${l2} / 2 * sum(w.square().sum() for w in ${listWeights(names)})`,
    ),
  ];
  if (terms.length === 0) return null;
  return `def penalty_of(model):
    """Of the weights alone: weight_decay would hold the biases down too."""
    penalty = 0.0
${indented(terms.join('\n'), 4)}
    return penalty`;
}

function writeConstraint(tensors: readonly PenalizedTensor[]): string | null {
  const groups = byStrength(tensors, ({ maxNorm }) => maxNorm);
  if (groups.length === 0) return null;
  const lines = groups.map(
    ([maxNorm, names]) => `for w in ${listWeights(names)}:
    w.copy_(torch.renorm(w, p=2, dim=0, maxnorm=${maxNorm}))`,
  );
  return `@torch.no_grad()
def limit_norms(model):
    """Scales the weights into each unit down to their largest norm."""
${indented(lines.join('\n'), 4)}`;
}

function writeAccuracy({ training, loss }: CodePlan, form: TargetForm): string | null {
  const { threshold } = training.loss.definition;
  if (loss.task === 'regression') return null;
  if (form === 'column') return `((outputs > ${threshold}).float() == y_val)`;
  return `(outputs.argmax(1) == ${form === 'oneHot' ? 'y_val.argmax(1)' : 'y_val'})`;
}

function writeReport(plan: CodePlan, form: TargetForm): string {
  const accuracy = writeAccuracy(plan, form);
  if (accuracy === null) return 'print(f"epoch {epoch + 1}: validation loss {validation_loss:.4g}")';
  return `accuracy = ${accuracy}.float().mean().item()
print(f"epoch {epoch + 1}: validation loss {validation_loss:.4g}, accuracy {accuracy:.2%}")`;
}

/** `train(model)` with what it needs. */
export function pytorchTraining(
  plan: CodePlan,
  penalized: readonly PenalizedTensor[],
): { imports: string[]; sources: string[]; train: string } {
  const { training } = plan;
  const { batchSize, epochs, clipNorm, earlyStopping } = training.config;
  const loss = training.loss.definition.code.pytorch(training.loss.parameters, plan.loss);
  const rate = pythonLearningRate(training);
  const penalty = writePenalty(penalized);
  const constraint = writeConstraint(penalized);
  const scheduler =
    training.schedule?.definition.code.pytorchScheduler?.(
      training.schedule.parameters,
      training.optimizer.parameters.learningRate,
    ) ?? null;
  const step = [
    ...(rate === null
      ? []
      : [
          'for group in optimizer.param_groups:',
          `    group["lr"] = learning_rate(step, len(batches), ${epochs} * len(batches))`,
          'step += 1',
        ]),
    'optimizer.zero_grad()',
    `loss = loss_function(model(x), y)${penalty === null ? '' : ' + penalty_of(model)'}`,
    'loss.backward()',
    ...(clipNorm === undefined ? [] : [`nn.utils.clip_grad_norm_(model.parameters(), max_norm=${clipNorm})`]),
    'optimizer.step()',
    ...(constraint === null ? [] : ['limit_norms(model)']),
  ];
  const { changes } = plan;
  const leftOut = earlyStopping === undefined ? '' : `# Left out: ${describeStopping(earlyStopping)}.\n`;
  const epoch = `${leftOut}for epoch in range(${epochs}):
    model.train()
    for x, y in batches:
${changes === null ? '' : '        x = torch.tensor(np.stack([augment(image, scale) for image in x.numpy()]))\n'}${indented(step.join('\n'), 8)}
    model.eval()
    with torch.no_grad():
        outputs = model(x_val)
        validation_loss = loss_function(outputs, y_val).item()
${scheduler === null ? '' : '    scheduler.step(validation_loss)\n'}${indented(writeReport(plan, loss.target), 4)}`;
  const train = `def train(model):
    ${pythonDataNames(plan)} = load_data()
    x_train, x_val = (torch.tensor(x).float() for x in (x_train, x_val))
    y_train, y_val = (${targets[loss.target](plan.loss.outputs)} for y in (y_train, y_val))
    batches = DataLoader(TensorDataset(x_train, y_train), batch_size=${batchSize}, shuffle=True)
    loss_function = ${loss.expression}
    optimizer = ${training.optimizer.definition.code.pytorch(training.optimizer.parameters)}
${scheduler === null ? '' : `    scheduler = ${scheduler}\n`}${rate === null ? '' : '    step = 0\n'}${indented(epoch, 4)}`;
  const sources = [
    ...[loss.source, rate, penalty, constraint].filter((source) => typeof source === 'string'),
    ...(changes === null ? [] : pythonAugmentation(changes)),
  ];
  return { imports: mathImport(sources), sources, train };
}
