import { createORPCClient, isDefinedError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '@shared/contract/contract';
import { engineSerializers } from '@shared/contract/serializers';
import { AppError, type AppErrorData } from '@shared/errors';
import { portOf, type Connection } from './connection';

/** The engine's calls and streams, typed by the contract. */
export type EngineClient = ContractRouterClient<Contract>;

/** A client over a connection. Errors that cross as data are AppErrors again, in calls and in streams. */
export function createEngineClient(connection: Connection): EngineClient {
  const link = new RPCLink({
    port: portOf(connection),
    customJsonSerializers: engineSerializers,
    interceptors: [
      async (options) => {
        try {
          const result = await options.next();
          return isAsyncIterator(result) ? withAppErrors(result) : result;
        } catch (error) {
          throw toAppError(error);
        }
      },
    ],
  });
  return createORPCClient<EngineClient>(link);
}

function toAppError(error: unknown): unknown {
  if (error instanceof Error && isDefinedError(error) && (error as { code?: string }).code === 'APP_ERROR') {
    return AppError.fromData((error as { data: AppErrorData }).data);
  }
  return error;
}

function isAsyncIterator(value: unknown): value is AsyncIterableIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value;
}

async function* withAppErrors(source: AsyncIterableIterator<unknown>): AsyncGenerator<unknown> {
  try {
    yield* source;
  } catch (error) {
    throw toAppError(error);
  }
}
