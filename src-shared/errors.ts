import { z } from 'zod';
import { wordsOfSystemError } from './systemErrors';

/** What kind of thing went wrong; the only part of an error that code may match on. */
export const errorCodes = [
  'badExperiment',
  'badNetwork',
  'badTraining',
  'badDataset',
  'badArgument',
  'badModel',
  'notFound',
  'notAllowedNow',
  'databaseTooNew',
  'workspaceDamaged',
  'nativeLibraryMissing',
  'trainerCrashed',
  'diverged',
  'exportFailed',
  'diskFull',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** The form in which an {@link AppError} crosses the contract and the processes. */
export const appErrorDataSchema = z.object({
  code: z.enum(errorCodes),
  /** What is wrong, one sentence. */
  message: z.string(),
  /** Where: a file and line, a JSON path such as `network.layers[2].units`, a layer's id. */
  where: z.string().nullable(),
  /** What to do about it, one sentence. */
  remedy: z.string().nullable(),
});
export type AppErrorData = z.infer<typeof appErrorDataSchema>;

/** An error that a person can act on: what is wrong, where, and what to do. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly where: string | null;
  readonly remedy: string | null;

  constructor(
    code: ErrorCode,
    message: string,
    details: { where?: string; remedy?: string; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.where = details.where ?? null;
    this.remedy = details.remedy ?? null;
  }

  toData(): AppErrorData {
    return { code: this.code, message: this.message, where: this.where, remedy: this.remedy };
  }

  static fromData(data: AppErrorData): AppError {
    return new AppError(data.code, data.message, {
      ...(data.where === null ? {} : { where: data.where }),
      ...(data.remedy === null ? {} : { remedy: data.remedy }),
    });
  }

  /** Any thrown value as an AppError: the file system's word of the disk, in words; what is not known, `internal`. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    const words = wordsOfSystemError(thrown);
    if (words?.isOfDisk) {
      const { path } = thrown as { readonly path?: unknown };
      return new AppError(words.code, `${words.problem.charAt(0).toUpperCase()}${words.problem.slice(1)}.`, {
        ...(typeof path === 'string' ? { where: path } : {}),
        remedy: words.remedy,
        cause: thrown,
      });
    }
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new AppError('internal', message, { cause: thrown });
  }
}

/** What is wrong and what to do, in a line, where there is room for no more. */
export function describeInLine({ message, remedy }: Pick<AppErrorData, 'message' | 'remedy'>): string {
  return remedy === null ? message : `${message.replace(/\.$/, '')}. ${remedy}`;
}

/** Where and what to do on separate lines, for a terminal or a log. */
export function describeError(error: AppErrorData): string {
  return [error.message, error.where && `  where: ${error.where}`, error.remedy && `  to do: ${error.remedy}`]
    .filter(Boolean)
    .join('\n');
}
