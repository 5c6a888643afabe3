import { implement, ORPCError, ValidationError } from '@orpc/server';
import { contract } from '@shared/contract/contract';
import { AppError } from '@shared/errors';
import type { Logger } from '../log';

/**
 * Where every service begins: whatever is thrown crosses the contract as an AppError. What was not expected is logged
 * with its stack.
 */
export function serviceBase(log: Logger) {
  return implement(contract).use(async ({ next, path, signal }) => {
    try {
      return await next();
    } catch (thrown) {
      if (signal?.aborted) throw thrown;
      const error = toAppError(thrown);
      if (error.code === 'internal')
        log.error({ err: error.cause ?? thrown, call: path.join('.') }, error.message);
      const { message } = error;
      throw new ORPCError('APP_ERROR', {
        defined: true,
        status: 400,
        message,
        data: error.toData(),
        cause: thrown,
      });
    }
  });
}
export type ServiceBase = ReturnType<typeof serviceBase>;

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
