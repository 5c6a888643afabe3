import type { ErrorCode } from './errors';

/** What a refusal of the operating system means to a person. */
export interface SystemErrorWords {
  readonly code: ErrorCode;
  /** Continues a sentence: `the disk is full`. */
  readonly problem: string;
  readonly remedy: string;
  /** It is about the disk as a whole, whichever file was asked for. */
  readonly isOfDisk?: true;
}

const permission: SystemErrorWords = {
  code: 'badArgument',
  problem: 'permission denied',
  remedy: 'Change its permissions, or choose another place.',
};
const full: SystemErrorWords = {
  code: 'diskFull',
  problem: 'the disk is full',
  remedy: 'Free some space, then try again.',
  isOfDisk: true,
};
const noFolder: SystemErrorWords = {
  code: 'badArgument',
  problem: 'a file stands where a folder is needed',
  remedy: 'Check the path, or choose another place.',
};

/** The file system's error codes (errno(3)), in words. */
const words: Readonly<Record<string, SystemErrorWords>> = {
  ENOENT: { code: 'notFound', problem: 'it is not there', remedy: 'Check the path.' },
  EACCES: permission,
  EPERM: permission,
  EROFS: {
    code: 'badArgument',
    problem: 'the disk can only be read',
    remedy: 'Choose another place, or let it be written to.',
    isOfDisk: true,
  },
  ENOSPC: full,
  EDQUOT: { ...full, problem: 'the quota of disk space is used up' },
  EISDIR: {
    code: 'badArgument',
    problem: 'it is a folder',
    remedy: 'Name a file, for example one in that folder.',
  },
  ENOTDIR: noFolder,
  // What making a folder says.
  EEXIST: noFolder,
};

/** Null for what is no error of the file system, or none that is known. */
export function wordsOfSystemError(thrown: unknown): SystemErrorWords | null {
  return thrown instanceof Error && 'code' in thrown ? (words[String(thrown.code)] ?? null) : null;
}
