import type { Split } from '@shared/runs/run';
import type { TrainingGroup } from '../session/group';
import type { ObservedFigures, StateTensor, StepRequest, StepResult } from '../session/session';

interface Waiting {
  readonly request: StepRequest;
  resolve(result: StepResult): void;
  reject(thrown: unknown): void;
}

/**
 * Lets runs of a group go on as if each were alone: each asks for its steps, and where all have asked those that stand at
 * the earliest step take them together. What the others hold is set aside meanwhile.
 */
export class Lockstep {
  private readonly waiting = new Map<number, Waiting>();
  /** Runs that will ask for steps. */
  private readonly stepping: Set<number>;
  /** Runs whose state matters to somebody. */
  private readonly present: Set<number>;
  /** States of runs over which others were trained meanwhile. */
  private readonly aside = new Map<number, readonly StateTensor[]>();
  /** Runs whose weights were set since the group last took steps, and so are not those of the others' step. */
  private readonly apart = new Set<number>();
  private readonly seen = new Seen();
  private hasMarked = false;

  /** @param places of the runs that are trained, in the group */
  constructor(
    private readonly group: TrainingGroup,
    places: readonly number[],
  ) {
    this.stepping = new Set(places);
    this.present = new Set(places);
  }

  /** Takes steps, once all others have asked for theirs; maybe fewer than asked for. */
  run(place: number, request: StepRequest): Promise<StepResult> {
    return new Promise((resolve, reject) => {
      this.waiting.set(place, { request, resolve, reject });
      this.goWhereAllWait();
    });
  }

  /** The run asks for no steps for now. */
  rest(place: number): void {
    this.stepping.delete(place);
    this.goWhereAllWait();
  }

  goOn(place: number): void {
    this.stepping.add(place);
  }

  /** The run is over. */
  leave(place: number): void {
    this.present.delete(place);
    this.aside.delete(place);
    this.rest(place);
  }

  evaluate(place: number, split: Split, firstBatch: number, batches: number): Float32Array {
    this.take(place);
    if (this.apart.has(place)) return this.group.evaluateOne(place, split, firstBatch, batches);
    const sums = this.seen.once(`${split} ${firstBatch} ${batches}`, () =>
      this.group.evaluateAll(split, firstBatch, batches),
    );
    return sums[place] ?? new Float32Array();
  }

  read(place: number): readonly StateTensor[] {
    const state = this.aside.get(place) ?? this.states()[place] ?? [];
    return state.map((tensor) => ({ ...tensor, values: tensor.values.slice() }));
  }

  write(place: number, tensors: readonly StateTensor[]): void {
    this.take(place);
    this.group.writeState(place, tensors);
    this.apart.add(place);
    this.changed();
  }

  mark(place: number): void {
    this.take(place);
    if (this.hasMarked) return;
    this.group.markAll();
    this.hasMarked = true;
  }

  observe(place: number): ObservedFigures {
    this.take(place);
    const figures = this.seen.once('observation', () => this.group.observeAll())[place];
    if (figures === undefined) throw new Error('a run was not observed');
    return figures;
  }

  /** Sees to it that the group holds the run's own state. */
  take(place: number): void {
    const state = this.aside.get(place);
    if (state === undefined) return;
    this.aside.delete(place);
    this.group.writeState(place, state);
    this.apart.add(place);
    this.changed();
  }

  private states(): readonly (readonly StateTensor[])[] {
    return this.seen.once('states', () => this.group.readStates());
  }

  private changed(): void {
    this.seen.forget();
    this.hasMarked = false;
  }

  private goWhereAllWait(): void {
    if (this.waiting.size === 0 || [...this.stepping].some((place) => !this.waiting.has(place))) return;
    const earliest = Math.min(...[...this.waiting.values()].map(({ request }) => request.firstStep));
    const going = [...this.waiting].filter(([, { request }]) => request.firstStep === earliest);
    for (const [place] of going) this.waiting.delete(place);
    try {
      const results = this.step(going.map(([place, { request }]) => ({ place, request })));
      going.forEach(([, { resolve }], index) => {
        const result = results[index];
        if (result !== undefined) resolve(result);
      });
    } catch (thrown) {
      for (const [, { reject }] of going) reject(thrown);
    }
  }

  private step(going: readonly { readonly place: number; readonly request: StepRequest }[]): StepResult[] {
    const [first] = going;
    if (first === undefined) return [];
    const places = going.map(({ place }) => place);
    for (const place of this.present) {
      if (!places.includes(place) && !this.aside.has(place)) this.aside.set(place, this.read(place));
    }
    for (const place of places) this.take(place);
    const steps = Math.min(...going.map(({ request }) => request.learningRates.length));
    const { firstBatch, firstStep } = first.request;
    // Whose place is trained along without need takes the steps of the first.
    const learningRates = Array.from({ length: this.group.runs }, (_, place) =>
      (going.find((each) => each.place === place) ?? first).request.learningRates.subarray(0, steps),
    );
    const results = this.group.run({ firstBatch, firstStep, learningRates });
    this.changed();
    for (const place of places) this.apart.delete(place);
    return places.flatMap((place) => results[place] ?? []);
  }
}

/** What was asked of the group since it last changed. */
class Seen {
  private readonly answers = new Map<string, unknown>();

  once<Answer>(question: string, ask: () => Answer): Answer {
    const known = this.answers.get(question);
    if (known !== undefined) return known as Answer;
    const answer = ask();
    this.answers.set(question, answer);
    return answer;
  }

  forget(): void {
    this.answers.clear();
  }
}
