import { resolve } from 'node:path';
import type { ModelDescription, PredictionBatch } from '@shared/contract/models';
import {
  predictionHead,
  predictionLine,
  predictionsOf,
  type ExamplePrediction,
} from '@shared/exporting/predictions/predictionTable';
import { formatNumber, formatShare } from '@shared/format';
import { writeLines } from '../../../files/writeLines';
import { exitCodes } from '../../exitCodes';
import { findModel } from '../../findModel';
import { requireEnding } from '../../output/endings';
import { formatTable, print, printJson } from '../../output/output';
import { withEngine, type CommonOptions } from '../../session/session';

export interface PredictOptions extends CommonOptions {
  readonly input: string;
  readonly out?: string;
  readonly checkpoint?: 'best' | 'last';
}

/** Predictions that are shown where they are not written to a file. */
const mostShown = 20;

/** Runs a file or a folder through a model. @returns the exit code */
export function predict(name: string, options: PredictOptions): Promise<number> {
  if (options.out !== undefined) requireEnding({ option: '--out', path: options.out }, 'CSV', ['csv', 'txt']);
  return withEngine(options, async ({ client }) => {
    const model = await findModel(client, name, options.checkpoint);
    const described = await client.models.describe({ model });
    const batches = read(described, await client.models.predict({ model, input: resolve(options.input) }));
    const out = options.out === undefined ? null : resolve(options.out);
    const shown: ExamplePrediction[] = [];
    let examples = 0;
    const seen = (prediction: ExamplePrediction) => {
      examples += 1;
      if (options.json && out === null) printJson({ type: 'prediction', ...told(prediction, described) });
      else if (examples <= mostShown) shown.push(prediction);
    };
    if (out === null) for await (const batch of batches) for (const prediction of batch) seen(prediction);
    else await writeLines(out, csvLines(described, batches, seen));
    if (options.json) printJson({ type: 'predicted', examples, model: described.path, out });
    else report(shown, examples, out);
    return exitCodes.ok;
  });
}

/** What the model answers, batch by batch. */
async function* read(
  { card, path }: ModelDescription,
  batches: AsyncIterable<PredictionBatch>,
): AsyncGenerator<Iterable<ExamplePrediction>> {
  for await (const { names, outputs } of batches) {
    if (card === null) throw new Error(`${path} does not say what its outputs mean`);
    const values = new Float32Array(new Uint8Array(Buffer.from(outputs, 'base64')).buffer);
    yield predictionsOf(card, names, values);
  }
}

/** A prediction with the classes' names on their probabilities. */
function told(
  { example, class: answer, probabilities, value, outputs }: ExamplePrediction,
  model: ModelDescription,
) {
  const names = model.card?.dataset.classNames ?? [];
  return {
    example,
    ...(value === null ? { class: answer } : outputs.length === 1 ? { value } : { values: outputs }),
    ...(probabilities && {
      probabilities: Object.fromEntries(probabilities.map((share, at) => [names[at] ?? String(at), share])),
    }),
    outputs,
  };
}

async function* csvLines(
  { card }: ModelDescription,
  batches: AsyncIterable<Iterable<ExamplePrediction>>,
  seen: (prediction: ExamplePrediction) => void,
): AsyncGenerator<string> {
  let isHeadless = card !== null;
  for await (const predictions of batches) {
    const lines: string[] = [];
    for (const prediction of predictions) {
      seen(prediction);
      if (isHeadless && card !== null) lines.push(predictionHead(card, prediction));
      isHeadless = false;
      lines.push(predictionLine(prediction));
    }
    // A batch's lines together: passing each on by itself takes longer than making it.
    if (lines.length > 0) yield lines.join('\n');
  }
  if (isHeadless && card !== null) yield predictionHead(card, undefined);
}

function report(shown: readonly ExamplePrediction[], examples: number, out: string | null): void {
  const rows = shown.map(({ example, class: answer, value, probabilities, outputs }) => [
    example,
    value === null ? (answer ?? '') : outputs.map((output) => formatNumber(output)).join(', '),
    probabilities === null ? '' : formatShare(Math.max(...probabilities)),
  ]);
  print(formatTable([['example', 'prediction', 'probability'], ...rows]));
  if (examples > shown.length) print(`… and ${examples - shown.length} more`);
  if (out !== null) print(`${examples} predictions in ${out}`);
}
