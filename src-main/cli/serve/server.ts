import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ModelDescription } from '@shared/contract/models';
import { AppError } from '@shared/errors';
import { hasOwnHost, hasOwnOrigin, listenOnFirstFree } from '../../processes/serving/loopback';
import { datatypeOf } from './datatypes';
import { documentationPage } from './page';
import { modelMetadata, openApi, serverMetadata } from './openApi';
import { readInferRequest, readJson, Refusal } from './requests';

interface InferResult {
  readonly outputs: readonly {
    readonly name: string;
    readonly type: string;
    readonly shape: number[];
    readonly values: number[];
  }[];
}

export interface ModelServerOptions {
  /** 0 is any that is free. */
  readonly port: number;
  /** The model's name in the addresses. */
  readonly name: string;
  readonly model: ModelDescription;
  readonly infer: (inputs: number[], shape: number[], outputs: string[]) => Promise<InferResult>;
}

export interface ModelServer {
  readonly url: string;
  readonly name: string;
  close(): Promise<void>;
}

/** Milliseconds in which a request has to have come whole. */
const requestTimeout = 60_000;
const mostConnections = 1000;

/** Answers by the Open Inference Protocol on the loopback address alone. @throws AppError where the port is taken */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  // A connection is kept longer than clients keep theirs, so that none is closed under a request that is on its way.
  const server = createServer({
    requestTimeout,
    headersTimeout: requestTimeout / 4,
    keepAliveTimeout: requestTimeout,
  });
  server.maxConnections = mostConnections;
  const port = await listenOnFirstFree(server, [options.port]);
  const url = `http://127.0.0.1:${port}`;
  server.on('request', (request, response) => {
    answer(request, response, options, { port, url }).catch(() => response.destroy());
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) {
      const body = JSON.stringify({ error: 'This is no HTTP request that is understood.' });
      socket.end(
        `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
    }
  });
  return {
    url,
    name: options.name,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Place {
  readonly port: number;
  readonly url: string;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ModelServerOptions,
  place: Place,
): Promise<void> {
  try {
    if (!hasOwnHost(request, place.port)) throw new Refusal(403, 'This host name is not served.');
    if (!hasOwnOrigin(request, place.port)) throw new Refusal(403, 'Pages from elsewhere are not answered.');
    await route(request, response, options, place);
  } catch (thrown) {
    const { status, message, headers } = refusalOf(thrown);
    // What is left of the request is not read.
    if (!request.complete) response.setHeader('connection', 'close');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    sendJson(response, status, { error: message });
    request.resume();
  }
}

function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  const { code, message } = AppError.from(thrown);
  return new Refusal(code === 'badModel' || code === 'badArgument' ? 400 : 500, message);
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  options: ModelServerOptions,
  { url }: Place,
): Promise<void> {
  const { name, model } = options;
  const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname.replace(/(.)\/$/, '$1');
  const own = [`/v2/models/${name}`, `/v2/models/${name}/versions/1`];
  const call = own.find((each) => path === each || path?.startsWith(`${each}/`) === true);
  const called = call === undefined ? path : `MODEL${path?.slice(call.length) ?? ''}`;
  switch (called) {
    case '/':
      requireMethod(request, 'GET');
      return sendPage(response, documentationPage(name, url, model));
    case '/openapi.json':
      requireMethod(request, 'GET');
      return sendJson(response, 200, openApi(name, url, model));
    case '/v2':
      requireMethod(request, 'GET');
      return sendJson(response, 200, serverMetadata);
    case '/v2/health/live':
      requireMethod(request, 'GET');
      return sendJson(response, 200, { live: true });
    case '/v2/health/ready':
      requireMethod(request, 'GET');
      return sendJson(response, 200, { ready: true });
    case 'MODEL':
      requireMethod(request, 'GET');
      return sendJson(response, 200, modelMetadata(name, model));
    case 'MODEL/ready':
      requireMethod(request, 'GET');
      return sendJson(response, 200, { name, ready: true });
    case 'MODEL/infer':
      requireMethod(request, 'POST');
      return sendJson(response, 200, await infer(request, options));
    default:
      throw new Refusal(404, `There is nothing at this address. The model is at ${own[0] ?? ''}.`);
  }
}

function requireMethod(request: IncomingMessage, method: 'GET' | 'POST'): void {
  const isFit = request.method === method || (method === 'GET' && request.method === 'HEAD');
  if (!isFit) throw new Refusal(405, `Ask this address by ${method}.`, { allow: method });
}

async function infer(request: IncomingMessage, { name, model, infer: run }: ModelServerOptions) {
  const { id, values, shape, outputs } = readInferRequest(await readJson(request), model.facts);
  const result = await run(values, shape, outputs);
  return {
    model_name: name,
    model_version: '1',
    ...(id === undefined ? {} : { id }),
    outputs: result.outputs.map((output) => ({
      ...{ name: output.name, datatype: datatypeOf(output.type) },
      ...{ shape: output.shape, data: output.values },
    })),
  };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json', JSON.stringify(value));
}

function sendPage(response: ServerResponse, page: string): void {
  response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
  send(response, 200, 'text/html; charset=utf-8', page);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(body);
}
