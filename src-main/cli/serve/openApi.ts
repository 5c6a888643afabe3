import type { ModelValue } from '@shared/exporting/modelFacts';
import type { ModelDescription } from '@shared/contract/models';
import { datatypeOf, isGiven, notGivenBecause } from './datatypes';
import packageFile from '../../../package.json';

/** An input or output as the Open Inference Protocol writes it; −1 is a size that is open. */
export function tensorMetadata({ name, type, shape }: ModelValue) {
  return {
    name,
    datatype: datatypeOf(type),
    shape: shape.map((size) => (typeof size === 'number' ? size : -1)),
  };
}

export const serverMetadata = { name: 'layerlab', version: packageFile.version, extensions: [] };

export function modelMetadata(name: string, { facts, card }: ModelDescription) {
  const notGiven = facts.outputs.filter((output) => !isGiven(output)).map(notGivenBecause);
  const parameters = {
    ...(card && { class_names: card.dataset.classNames, feature_names: card.dataset.featureNames }),
    ...(notGiven.length > 0 && { outputs_not_given: notGiven }),
  };
  return {
    name,
    versions: ['1'],
    platform: 'onnx_onnxv1',
    inputs: facts.inputs.map(tensorMetadata),
    outputs: facts.outputs.filter(isGiven).map(tensorMetadata),
    ...(Object.keys(parameters).length > 0 && { parameters }),
  };
}

/** A request that the model answers. */
export function exampleRequest({ facts }: ModelDescription) {
  const [input] = facts.inputs;
  if (input === undefined) return {};
  const shape = input.shape.map((size) => (typeof size === 'number' && size > 0 ? size : 1));
  const count = Math.min(
    10_000,
    shape.reduce((product, size) => product * size, 1),
  );
  return { inputs: [{ name: input.name, datatype: 'FP32', shape, data: new Array<number>(count).fill(0) }] };
}

const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  required,
  properties,
});
const text = { type: 'string' };
const list = (items: object) => ({ type: 'array', items });
const tensor = object({ name: text, datatype: text, shape: list({ type: 'integer' }), data: list({}) });

function answers(description: string, schema: object, more: object = {}) {
  return { responses: { '200': { description, content: { 'application/json': { schema } } }, ...more } };
}

const refusals = Object.fromEntries(
  [
    ['400', 'The request is not understood; the message says what is wrong.'],
    ['403', 'The host name or the page that asks is not this server’s own.'],
    ['404', 'There is no such model.'],
    ['413', 'The request is too large.'],
    ['415', 'The request is not application/json.'],
  ].map(([status, description]) => [
    status,
    { description, content: { 'application/json': { schema: object({ error: text }) } } },
  ]),
);

/** The server's OpenAPI document. */
export function openApi(name: string, url: string, model: ModelDescription) {
  const path = `/v2/models/${name}`;
  const request = object({ id: text, inputs: list(tensor), outputs: list(object({ name: text })) }, [
    'inputs',
  ]);
  const response = object({ model_name: text, id: text, outputs: list(tensor) }, ['model_name', 'outputs']);
  return {
    openapi: '3.1.0',
    info: {
      title: `${name}, served by Layerlab`,
      version: packageFile.version,
      description:
        'The Open Inference Protocol on this machine alone, to try a model: no users, no passwords.',
    },
    servers: [{ url }],
    paths: {
      '/v2': {
        get: {
          summary: 'The server',
          ...answers('Its name and version', object({ name: text, version: text })),
        },
      },
      '/v2/health/live': {
        get: {
          summary: 'Whether the server is up',
          ...answers('It is', object({ live: { type: 'boolean' } })),
        },
      },
      '/v2/health/ready': {
        get: {
          summary: 'Whether the model is ready',
          ...answers('It is', object({ ready: { type: 'boolean' } })),
        },
      },
      [path]: {
        get: {
          summary: 'The model’s inputs and outputs',
          ...answers('Names, types and shapes', object({ name: text, inputs: list({}), outputs: list({}) })),
        },
      },
      [`${path}/ready`]: {
        get: {
          summary: 'Whether the model is ready',
          ...answers('It is', object({ name: text, ready: { type: 'boolean' } })),
        },
      },
      [`${path}/infer`]: {
        post: {
          summary: 'Runs a batch through the model',
          requestBody: {
            required: true,
            content: { 'application/json': { schema: request, example: exampleRequest(model) } },
          },
          ...answers('The outputs', response, refusals),
        },
      },
    },
  };
}
