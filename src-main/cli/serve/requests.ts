import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { ModelFacts } from '@shared/exporting/modelFacts';
import { isGiven, notGivenBecause, numericDatatypes } from './datatypes';

/** A request that is not answered, with the status and the words for it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Bytes that a request may have. */
const mostBytes = 32 * 2 ** 20;
const mostBytesHeard = 8 * mostBytes;

/** Open Inference Protocol, Inference Request JSON Object. */
const inferSchema = z.object({
  id: z.string().optional(),
  inputs: z
    .array(
      z.object({
        name: z.string(),
        shape: z.array(z.int().min(0)).min(1).max(8),
        datatype: z.string(),
        data: z.array(z.unknown()),
      }),
    )
    .min(1),
  outputs: z.array(z.object({ name: z.string() })).optional(),
});

/** The body as JSON. @throws Refusal */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') {
    throw new Refusal(415, 'Send the request as application/json.');
  }
  if (request.headers['inference-header-content-length'] !== undefined) {
    throw new Refusal(400, 'Tensors in binary are not read here: write their numbers in the JSON.');
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.byteLength;
    if (bytes <= mostBytes) parts.push(part);
    // A client that still sends does not hear what is answered: what is too much is read and let go, up to a point.
    else if (bytes > mostBytesHeard) throw tooLarge();
    else parts.length = 0;
  }
  if (bytes > mostBytes) throw tooLarge();
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch (cause) {
    throw new Refusal(400, `The body is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

const tooLarge = () =>
  new Refusal(413, `A request may have ${mostBytes / 2 ** 20} MB: send fewer examples at a time.`, {
    connection: 'close',
  });

export interface InferInputs {
  readonly id: string | undefined;
  readonly values: number[];
  readonly shape: number[];
  /** Outputs that are asked for; all that can be given where the request names none. */
  readonly outputs: string[];
}

/** What the model is to be run on. @throws Refusal that says which field is wrong */
export function readInferRequest(body: unknown, facts: ModelFacts): InferInputs {
  const parsed = inferSchema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') ?? '';
    throw new Refusal(
      400,
      `${place === '' ? 'The request' : `"${place}"`}: ${issue?.message ?? 'is not understood'}`,
    );
  }
  const { id, inputs, outputs } = parsed.data;
  const [input] = inputs;
  const [wanted] = facts.inputs;
  if (input === undefined || wanted === undefined || inputs.length > 1 || input.name !== wanted.name) {
    throw new Refusal(
      400,
      `The model has one input, "${wanted?.name ?? ''}"; the request has ${inputs.map(({ name }) => `"${name}"`).join(', ')}.`,
    );
  }
  if (!numericDatatypes.includes(input.datatype)) {
    throw new Refusal(400, `The datatype "${input.datatype}" is not one of ${numericDatatypes.join(', ')}.`);
  }
  requireShape(input.shape, wanted.shape);
  return {
    id,
    shape: input.shape,
    values: readValues(input.data, input.shape),
    outputs: readOutputs(outputs, facts),
  };
}

function readOutputs(
  asked: readonly { readonly name: string }[] | undefined,
  { outputs }: Pick<ModelFacts, 'outputs'>,
): string[] {
  if (asked === undefined || asked.length === 0) return outputs.filter(isGiven).map(({ name }) => name);
  return asked.map(({ name }) => {
    const output = outputs.find((each) => each.name === name);
    if (output === undefined) {
      const known = outputs.map((each) => each.name).join(', ');
      throw new Refusal(400, `The model has no output "${name}", but ${known}.`);
    }
    if (!isGiven(output)) throw new Refusal(400, notGivenBecause(output));
    return name;
  });
}

function requireShape(shape: readonly number[], wanted: readonly (number | string)[]): void {
  const fits =
    shape.length === wanted.length &&
    wanted.every((size, axis) => typeof size === 'string' || size < 0 || size === shape[axis]);
  if (fits && shape[0] !== 0) return;
  throw new Refusal(400, `The shape is [${shape.join(', ')}], the model takes [${wanted.join(', ')}].`);
}

/** Numbers in one row, or nested as the shape is. */
function readValues(data: readonly unknown[], shape: readonly number[]): number[] {
  const count = shape.reduce((product, size) => product * size, 1);
  const flat: unknown[] = data.flat(shape.length);
  const wrong = flat.findIndex((value) => typeof value !== 'number' || !Number.isFinite(Math.fround(value)));
  if (wrong >= 0) {
    throw new Refusal(
      400,
      `Value ${wrong + 1} of the data is no number that a 32-bit float holds: ${String(JSON.stringify(flat[wrong])).slice(0, 40)}`,
    );
  }
  if (flat.length !== count) {
    throw new Refusal(
      400,
      `The data has ${flat.length} numbers, the shape [${shape.join(', ')}] asks for ${count}.`,
    );
  }
  return flat as number[];
}
