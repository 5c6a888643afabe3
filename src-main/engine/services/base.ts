import { mapEventIterator } from '@orpc/client';
import { implement, ORPCError, ValidationError } from '@orpc/server';
import { contract } from '@shared/contract/contract';
import { AppError } from '@shared/errors';
import type { Logger } from '../log';

/**
 * Where every service begins: whatever is thrown crosses the contract as an AppError, in a stream too. What was not
 * expected is logged with its stack.
 */
export function serviceBase(log: Logger) {
  return implement(contract).use(async ({ next, path, signal }) => {
    const told = (thrown: unknown): unknown => (signal?.aborted ? thrown : crossing(thrown, path, log));
    try {
      const result = await next();
      if (!isEventIterator(result.output)) return result;
      const output = mapEventIterator(result.output, {
        value: (value) => Promise.resolve(value),
        error: (thrown) => Promise.resolve(told(thrown)),
      });
      return { ...result, output };
    } catch (thrown) {
      throw told(thrown);
    }
  });
}
export type ServiceBase = ReturnType<typeof serviceBase>;

function isEventIterator(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

function crossing(thrown: unknown, path: readonly string[], log: Logger): unknown {
  const error = toAppError(thrown);
  if (error.code === 'internal')
    log.error({ err: error.cause ?? thrown, call: path.join('.') }, error.message);
  const { message } = error;
  return new ORPCError('APP_ERROR', {
    defined: true,
    status: 400,
    message,
    data: error.toData(),
    cause: thrown,
  });
}

function toAppError(thrown: unknown): AppError {
  const isInput = thrown instanceof ORPCError && thrown.code === 'BAD_REQUEST';
  if (!isInput || !(thrown.cause instanceof ValidationError)) return AppError.from(thrown);
  const [issue] = thrown.cause.issues;
  const where = issue?.path?.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return new AppError(
    'badArgument',
    `The call was given something it cannot use: ${issue?.message ?? thrown.message}`,
    {
      ...(where ? { where } : {}),
      cause: thrown,
    },
  );
}
