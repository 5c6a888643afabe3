import { AppError, type ErrorCode } from '@shared/errors';

interface Words {
  readonly code: ErrorCode;
  readonly problem: string;
  readonly remedy: string;
}

const permission: Words = {
  code: 'badArgument',
  problem: 'permission denied',
  remedy: 'Change its permissions, or choose another place.',
};
const full: Words = {
  code: 'diskFull',
  problem: 'the disk is full',
  remedy: 'Free some space, then try again.',
};

const noFolder: Words = {
  code: 'badArgument',
  problem: 'a file stands where a folder is needed',
  remedy: 'Check the path, or choose another place.',
};

/** What the system's codes mean to a person. */
const words: Readonly<Record<string, Words>> = {
  ENOENT: { code: 'notFound', problem: 'it is not there', remedy: 'Check the path.' },
  EACCES: permission,
  EPERM: permission,
  EROFS: { ...permission, problem: 'the disk can only be read', remedy: 'Choose another place.' },
  ENOSPC: full,
  EDQUOT: full,
  EISDIR: {
    code: 'badArgument',
    problem: 'it is a folder',
    remedy: 'Name a file, for example one in that folder.',
  },
  ENOTDIR: noFolder,
  // What making a folder says.
  EEXIST: noFolder,
};

/**
 * The file system's refusal as an error to act on; what is one already stays as it is.
 * @param what what could not be done: `The file cannot be written`
 */
export function fileError(thrown: unknown, path: string, what: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const { code = '', message } = thrown as NodeJS.ErrnoException;
  const known = words[code] ?? {
    code: 'badArgument',
    problem: message,
    remedy: 'Check the path, or choose another place.',
  };
  return new AppError(known.code, `${what}: ${known.problem}.`, {
    where: path,
    remedy: known.remedy,
    cause: thrown,
  });
}
