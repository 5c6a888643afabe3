import { AppError } from '@shared/errors';
import { figureWeights, type MetricName } from '@shared/runs/metricNames';
import type { TrainedRun } from '@shared/runs/imported/trained';
import { mcnemar, pairedBootstrap, type TestedNets } from '@shared/statistics/nets';
import { metricOf } from '@shared/training/metrics/words';
import type { EngineParts } from '../engineParts';
import { requireDataset } from '../jobs/starting/startRun';

/** Nets that are compared example by example in one go: each costs the time of judging a split. */
const mostNets = 24;

/** What a metric says of each example, of several nets. */
export class JudgedNets {
  private readonly values = new Map<string, Float32Array>();
  /** Why nets could not be judged, in sentences. */
  readonly obstacles: string[] = [];

  constructor(private readonly name: MetricName) {}

  /** Has the nets of these runs judged, as far as that can be. */
  async judge(parts: EngineParts, runs: readonly TrainedRun[]): Promise<void> {
    const { metric, split } = this.name;
    if (!metricOf(metric).isMean) {
      this.obstacles.push(
        `${metricOf(metric).title} is no mean over the examples, so two nets cannot be compared by it example by example.`,
      );
      return;
    }
    if (runs.length > mostNets) {
      this.obstacles.push(`Only the first ${mostNets} nets were compared example by example.`);
    }
    for (const run of runs.slice(0, mostNets)) {
      try {
        await requireDataset(parts, run.id);
        const answer = await parts.predictors.ask(run.id, figureWeights(this.name), {
          kind: 'judged',
          split,
          metric,
        });
        if (answer.kind === 'judged' && answer.values.every(Number.isFinite))
          this.values.set(run.id, answer.values);
        else this.obstacles.push(`The outputs of “${run.name}” are not all finite numbers.`);
      } catch (thrown) {
        const { message } = AppError.from(thrown);
        this.obstacles.push(`“${run.name}” could not be judged example by example: ${message}`);
      }
    }
  }

  /** @returns null where they were not judged on the same examples */
  test(a: TrainedRun | undefined, b: TrainedRun | undefined): TestedNets | null {
    if (a === undefined || b === undefined || a.datasetHash !== b.datasetHash) return null;
    const [first, second] = [this.values.get(a.id), this.values.get(b.id)];
    if (first === undefined || second === undefined || first.length === 0) return null;
    const isShare = metricOf(this.name.metric).format === 'share';
    return isShare ? mcnemar(first, second) : pairedBootstrap(first, second);
  }
}
