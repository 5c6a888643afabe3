import { fork, type ChildProcess } from 'node:child_process';
import { AppError } from '@shared/errors';
import type { ModelFacts } from '@shared/exporting/modelFacts';
import type { ModelSurvey } from '@shared/exporting/modelSurvey';
import { endOf } from '../../processes/ending';
import type { FromInference, InferenceAnswer, InferenceRequest, ModelOutput, ToInference } from './protocol';

/** Seconds in which a model that a person asks has to answer; one that loops for ever would be waited for in vain. */
const usualSeconds = 120;
/** The same where a file is proven: many examples at once, through nets of any size. */
export const provingSeconds = 3600;

interface Waiting {
  readonly path: string;
  readonly resolve: (answer: InferenceAnswer) => void;
  readonly reject: (error: AppError) => void;
}

/**
 * A process that runs ONNX files. It ends with the engine; a model that crashes it ends nothing else, and is named to
 * whoever had asked.
 */
export class InferenceProcess {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  isGone = false;
  private readonly seconds: number;
  /** Runs while somebody waits; begins anew with each answer. */
  private patience: NodeJS.Timeout | undefined;
  private wasTooSlow = false;

  /** @param seconds that one request may take; what the environment says goes before */
  constructor(entry: string, seconds = usualSeconds) {
    this.seconds = Number(process.env['LAYERLAB_INFERENCE_SECONDS']) || seconds;
    this.child = fork(entry, [], {
      execPath: process.execPath,
      execArgv: ['--max-old-space-size=1024'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.child.on('message', (message) => this.receive(message as FromInference));
    this.gone = endOf(this.child).then(({ code, signal }) => this.failAll(code, signal));
  }

  /** What a file is. @throws AppError `badModel`, `notFound` */
  async open(path: string): Promise<ModelFacts> {
    const answer = await this.ask({ kind: 'open', path });
    if (answer.kind !== 'open') throw new Error(`asked to open, got ${answer.kind}`);
    return answer.facts;
  }

  /** What is in a file, also where it does not run. @throws AppError `badModel` for what is no ONNX file, `notFound` */
  async survey(path: string): Promise<ModelSurvey> {
    const answer = await this.ask({ kind: 'survey', path });
    if (answer.kind !== 'survey') throw new Error(`asked for a survey, got ${answer.kind}`);
    return answer.survey;
  }

  /** The outputs by their names, the first alone where none is named. @throws AppError `badModel`, `notFound` */
  async run(
    path: string,
    inputs: Float32Array,
    shape: readonly number[],
    outputs?: readonly string[],
  ): Promise<Readonly<Record<string, ModelOutput>>> {
    const answer = await this.ask({ kind: 'run', path, inputs, shape, ...(outputs && { outputs }) });
    if (answer.kind !== 'run') throw new Error(`asked to run, got ${answer.kind}`);
    return answer.outputs;
  }

  /** Milliseconds that a model takes for some examples at once, looked at for about so long. @throws as `run` */
  async time(
    path: string,
    inputs: Float32Array,
    shape: readonly number[],
    milliseconds: number,
  ): Promise<number> {
    const answer = await this.ask({ kind: 'time', path, inputs, shape, milliseconds });
    if (answer.kind !== 'time') throw new Error(`asked for a time, got ${answer.kind}`);
    return answer.milliseconds;
  }

  /** What each layer gives for an example, by the layers' ids. @throws AppError `badModel`, `notFound` */
  async layers(
    path: string,
    inputs: Float32Array,
    shape: readonly number[],
    layers: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, ModelOutput>>> {
    const answer = await this.ask({ kind: 'layers', path, inputs, shape, layers });
    if (answer.kind !== 'run') throw new Error(`asked for layers, got ${answer.kind}`);
    return answer.outputs;
  }

  /** The values of a model's first output; none where it has none. @throws AppError `badModel`, `notFound` */
  async runOne(path: string, inputs: Float32Array, shape: readonly number[]): Promise<Float32Array> {
    const [output] = Object.values(await this.run(path, inputs, shape));
    return floatsOf(output);
  }

  /** Lets the process go; resolves when it is gone. */
  async end(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.gone;
  }

  private ask(request: InferenceRequest): Promise<InferenceAnswer> {
    return new Promise((resolve, reject) => {
      const message: ToInference = { id: this.nextId++, request };
      this.waiting.set(message.id, { path: request.path, resolve, reject });
      if (this.isGone) return this.failAll(null, null);
      if (this.waiting.size === 1) this.wait();
      this.child.send(message, () => undefined);
    });
  }

  /** Gives the request that is being answered its time. */
  private wait(): void {
    clearTimeout(this.patience);
    if (this.waiting.size === 0) return;
    this.patience = setTimeout(() => {
      this.wasTooSlow = true;
      // It listens to nothing while a model runs.
      this.child.kill('SIGKILL');
    }, this.seconds * 1000);
    this.patience.unref();
  }

  private receive(message: FromInference): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    this.wait();
    if ('error' in message) waiting?.reject(AppError.fromData(message.error));
    else waiting?.resolve(message.answer);
  }

  private failAll(code: number | null, signal: NodeJS.Signals | null): void {
    this.isGone = true;
    clearTimeout(this.patience);
    for (const { reject, path } of this.waiting.values()) {
      reject(this.wasTooSlow ? tooSlow(path, this.seconds) : ended(path, signal ?? code ?? 'before'));
    }
    this.waiting.clear();
  }
}

function ended(path: string, how: string | number): AppError {
  return new AppError('badModel', `The process that ran the model ended (${how}).`, {
    where: path,
    remedy: 'Close other programs if memory is short; otherwise the model cannot be run here.',
  });
}

function tooSlow(path: string, seconds: number): AppError {
  return new AppError('badModel', `The model did not answer within ${seconds} seconds and was stopped.`, {
    where: path,
    remedy:
      'Ask it about fewer examples at once; if it does need longer, set LAYERLAB_INFERENCE_SECONDS. It may loop for ever.',
  });
}

/** An output as numbers of 32 bits, which is what networks compute with; none where there is no such output. */
export function floatsOf(output: ModelOutput | undefined): Float32Array {
  const values = output?.values ?? new Float32Array();
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

/** Does some work with a process of its own, which ends with the work. */
export async function withInference<Result>(
  entry: string,
  work: (inference: InferenceProcess) => Promise<Result>,
  seconds?: number,
): Promise<Result> {
  const inference = new InferenceProcess(entry, seconds);
  try {
    return await work(inference);
  } finally {
    await inference.end();
  }
}
