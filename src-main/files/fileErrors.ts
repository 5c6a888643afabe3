import { AppError } from '@shared/errors';
import { wordsOfSystemError } from '@shared/systemErrors';

/**
 * The file system's refusal as an error to act on; what is one already stays as it is.
 * @param what what could not be done: `The file cannot be written`
 */
export function fileError(thrown: unknown, path: string, what: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const known = wordsOfSystemError(thrown) ?? {
    code: 'badArgument',
    problem: thrown instanceof Error ? thrown.message : String(thrown),
    remedy: 'Check the path, or choose another place.',
  };
  return new AppError(known.code, `${what}: ${known.problem}.`, {
    where: path,
    remedy: known.remedy,
    cause: thrown,
  });
}
