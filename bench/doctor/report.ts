import { diagnose } from '@shared/diagnosis';
import { applyEdits } from '@shared/diagnosis/edits';
import type { Finding, FindingKind } from '@shared/diagnosis/finding';
import type { Remedy } from '@shared/diagnosis/found';
import { RunRecord, type RunFacts } from '@shared/diagnosis/record';
import { halfOf } from './halves';
import { autoTrainer, deepDiagnosis, type Peer } from './peers';
import { trainHere } from './train';

/** One training of the bench. */
export interface Case {
  readonly name: string;
  /** Kinds of which one is the right root; none: it is healthy. */
  readonly right: readonly FindingKind[];
  readonly facts: RunFacts;
  readonly wrongLabels: number;
  /** Whether the fault counts only where the net did not learn all the same. */
  readonly mayDoNoHarm: boolean;
}

interface ReportOptions {
  readonly half: string;
  readonly verbose: boolean;
  readonly remedies: boolean;
}

const percent = (share: number) => (Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`);

export async function report(
  all: readonly Case[],
  { half, verbose, remedies }: ReportOptions,
): Promise<void> {
  const ofHalf = all.filter(({ name }) => half === 'both' || halfOf(name) === half);
  const cases = ofHalf.filter((each) => !each.mayDoNoHarm || !hasLearnedAll(each.facts));
  const judged = cases.map((each) => judge(each));
  const faulty = judged.filter(({ of }) => of.right.length > 0);
  const healthy = judged.filter(({ of }) => of.right.length === 0);
  const named = faulty.filter(({ isRight }) => isRight);
  const said = judged.flatMap(({ roots }) => roots);
  const rightSaid = faulty.flatMap(({ of, roots }) => roots.filter(({ kind }) => of.right.includes(kind)));
  const alarms = healthy.filter(({ roots }) => roots.length > 0);
  console.log(`Half: ${half}; ${faulty.length} trainings with a fault, ${healthy.length} healthy ones`);
  console.log(`Left out, as the fault did no harm: ${ofHalf.length - cases.length}\n`);
  const rows = [...new Set(faulty.map(({ of }) => of.name.split(' ')[0] ?? ''))].map((fault) => {
    const own = faulty.filter(({ of }) => of.name.startsWith(`${fault} `));
    const right = own.filter(({ isRight }) => isRight);
    const early = right.map(({ early }) => early).sort((a, b) => a - b);
    return [
      fault,
      own[0]?.of.right.join(' or ') ?? '',
      own.length,
      percent(right.length / own.length),
      percent(early[Math.floor(early.length / 2)] ?? NaN),
    ];
  });
  print(['fault', 'right root', 'trainings', 'named', 'at (median)'], rows);
  const kinds = [...new Set(said.map(({ kind }) => kind))];
  console.log('');
  print(
    ['condition', 'said', 'precision', 'false alarms on healthy'],
    kinds.map((kind) => {
      const own = judged.filter(({ roots }) => roots.some((root) => root.kind === kind));
      const right = own.filter(({ of }) => of.right.includes(kind));
      const onHealthy = own.filter(({ of }) => of.right.length === 0);
      return [kind, own.length, percent(right.length / own.length), onHealthy.length];
    }),
  );
  const early = named.map(({ early }) => early).sort((a, b) => a - b);
  console.log('');
  print(
    ['', 'doctor', 'AutoTrainer', 'DeepDiagnosis'],
    [
      ['right root named', percent(named.length / faulty.length), '–', '–'],
      [
        'alarms on a faulty training',
        percent(faulty.filter(({ roots }) => roots.length > 0).length / faulty.length),
        ...alarmShares(faulty),
      ],
      ['precision of roots', percent(rightSaid.length / said.length), '–', '–'],
      ['false alarms on healthy', percent(alarms.length / healthy.length), ...alarmShares(healthy)],
      ['named at (median share of steps)', percent(early[Math.floor(early.length / 2)] ?? NaN), '–', '–'],
    ],
  );
  if (remedies) await tryRemedies(named);
  if (!verbose) return;
  for (const { of, isRight, findings } of judged.filter(
    ({ isRight, of, roots }) => !isRight || (of.right.length > 0 && roots.length > 1),
  )) {
    const words = findings.map(
      ({ kind, causedBy, evidence }) =>
        `${kind}${causedBy ? `<${causedBy}` : ''} ${JSON.stringify(evidence)}`,
    );
    console.log(
      `${isRight ? 'more' : 'WRONG'} ${of.name} [${of.right.join()}]: ${words.join('; ') || 'nothing'}`,
    );
  }
}

function alarmShares(judged: readonly Judged[]): string[] {
  const share = (peer: Peer) => judged.filter(({ of }) => peer(of.facts).length > 0).length / judged.length;
  return [percent(share(autoTrainer)), percent(share(deepDiagnosis))];
}

interface Judged {
  readonly of: Case;
  readonly findings: readonly Finding[];
  readonly roots: readonly Finding[];
  /** A right root is named; of a healthy one: nothing is. */
  readonly isRight: boolean;
  /** Share of the planned steps after which a right root was named for good. */
  readonly early: number;
}

function judge(of: Case): Judged {
  const findings = diagnose(of.facts);
  const roots = findings.filter(({ causedBy }) => causedBy === null);
  const isRight =
    of.right.length === 0 ? roots.length === 0 : roots.some(({ kind }) => of.right.includes(kind));
  return { of, findings, roots, isRight, early: isRight && of.right.length > 0 ? earliness(of) : NaN };
}

/** When it is first said, asked after each observation. */
function earliness({ facts, right }: Case): number {
  const total = RunRecord.of(facts)?.totalSteps ?? NaN;
  for (const { step } of facts.observations) {
    const findings = diagnose(until(facts, step));
    if (findings.some(({ kind, causedBy }) => causedBy === null && right.includes(kind))) return step / total;
  }
  return 1;
}

/** What was known of a run after some step. */
function until(facts: RunFacts, step: number): RunFacts {
  const cut = ({ steps, values }: RunFacts['loss']) => {
    const count = Array.from(steps).filter((each) => each <= step).length;
    return { steps: Array.from(steps).slice(0, count), values: Array.from(values).slice(0, count) };
  };
  return {
    ...facts,
    state: 'running',
    observations: facts.observations.filter((each) => each.step <= step),
    loss: cut(facts.loss),
    penalty: cut(facts.penalty),
    accuracy: cut(facts.accuracy),
    gradientNorm: cut(facts.gradientNorm),
    learningRate: cut(facts.learningRate),
    validationLoss: cut(facts.validationLoss),
    validationAccuracy: cut(facts.validationAccuracy),
  };
}

/** Whether a net ended by answering nearly all validation examples right, the last and on average over its last epochs. */
function hasLearnedAll({ state, validationAccuracy, validationLoss, baseline }: RunFacts): boolean {
  const late = Array.from(validationAccuracy.values, (value) => value ?? 0).slice(-5);
  const loss = validationLoss.values[validationLoss.values.length - 1] ?? Infinity;
  return (
    state === 'completed' &&
    late.every((value) => value >= 0.97) &&
    loss < 0.25 * (baseline.validationLoss ?? 0)
  );
}

/** Seeds that a remedy is held against its twin over: the training's own, and those that come after it. */
const remedySeeds = 3;

/** A training and its remedy, of one seed. */
interface Pair {
  readonly before: RunFacts;
  readonly after: RunFacts;
  readonly isGone: boolean;
}

/**
 * Whether runs were better with some edits, on average over their seeds. Where they change the loss, the condition has to be
 * gone from most and no more examples be told wrong; where they change which examples validate, it has to be gone from
 * most; else the validation loss has to be smaller.
 */
function isBetter(edits: Remedy['edits'], pairs: readonly Pair[]): boolean {
  const changes = (wanted: string) => edits.some((edit) => 'path' in edit && edit.path === wanted);
  const isGone = 2 * pairs.filter((pair) => pair.isGone).length > pairs.length;
  const gain = (of: (facts: RunFacts) => number) =>
    meanOf(pairs.map(({ after }) => of(after))) - meanOf(pairs.map(({ before }) => of(before)));
  if (changes('training.loss')) return isGone && gain(lastAccuracy) >= 0;
  return changes('dataset.validationFraction') ? isGone : gain(lastLoss) < 0;
}

const meanOf = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

const lastAccuracy = ({ validationAccuracy: { values } }: RunFacts): number => values[values.length - 1] ?? 0;

/** Whether the first remedy of the right root mends; apart also of those trainings that had not learned all the same. */
async function tryRemedies(named: readonly Judged[]): Promise<void> {
  const tried: { readonly isBetter: boolean; readonly isNeeded: boolean; readonly words: string }[] = [];
  for (const { of, roots } of named) {
    const root = roots.find(({ kind }) => of.right.includes(kind));
    const [remedy] = root?.remedies ?? [];
    if (root === undefined || remedy === undefined) continue;
    const pairs = await pairsOf(of, remedy, root.kind);
    const losses = pairs.map(({ before, after }) => `${lastLoss(before)} → ${lastLoss(after)}`);
    tried.push({
      isBetter: isBetter(remedy.edits, pairs),
      isNeeded: !pairs.every(({ before }) => hasLearnedAll(before)),
      words: `${of.name}: ${remedy.title}, ${losses.join('; ')}`,
    });
  }
  const shareOf = (all: typeof tried) => `${all.filter((each) => each.isBetter).length} of ${all.length}`;
  const needed = tried.filter(({ isNeeded }) => isNeeded);
  console.log(`\nFirst remedies over ${remedySeeds} seeds: ${shareOf(tried)} mend`);
  console.log(`Where the net had not learned its task all the same: ${shareOf(needed)}`);
  for (const { words, isNeeded } of tried.filter((each) => !each.isBetter))
    console.log(`  not${isNeeded ? '' : ', nor was there need'}: ${words}`);
}

async function pairsOf({ facts, wrongLabels }: Case, remedy: Remedy, kind: FindingKind): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let place = 0; place < remedySeeds; place++) {
    const seed = facts.experiment.training.seed + place;
    const experiment = {
      ...facts.experiment,
      training: { ...facts.experiment.training, seed },
    };
    const before = place === 0 ? facts : await trainHere(experiment, wrongLabels);
    const after = await trainHere(applyEdits(experiment, remedy.edits), wrongLabels);
    pairs.push({ before, after, isGone: !diagnose(after).some((finding) => finding.kind === kind) });
  }
  return pairs;
}

/** Of the weights that the run ends with. */
function lastLoss({ validationLoss, experiment }: RunFacts): number {
  const values = Array.from(validationLoss.values, (value) => value ?? Infinity);
  const kept = experiment.training.earlyStopping?.restoreBest === true;
  return kept ? Math.min(...values) : (values.at(-1) ?? Infinity);
}

function print(heading: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  console.log(`| ${heading.join(' | ')} |`);
  console.log(`| ${heading.map(() => '---').join(' | ')} |`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}
