import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { sha256Of } from '../../../files/hashing';
import { replaceFileSync } from '../../../files/replaceFile';
import { threadsOfOperation } from '../../session/cores';

/** TensorFlow reads it when it is loaded, and never again. */
const flagsName = 'TF_XLA_FLAGS';
const entryEnd = '.pb';
const sealEnd = '.seal';
/** A program takes a third of a megabyte; all are read before one is made. */
const mostBytes = 32 * 2 ** 20;

/**
 * The machine code that XLA has made, kept from process to process: steps that were compiled once begin at once.
 * TensorFlow reads its entries unlooked at, and what it cannot read it takes for a net that cannot be compiled. So each
 * entry has a seal beside it, of its bytes and of what it was made by, and one without a true seal goes before TensorFlow
 * sees it.
 */
export class ProgramCache {
  private readonly folder: string;

  /** @param root folder of the caches of all processors */
  constructor(root: string) {
    this.folder = join(root, sha256Of([`${processor()} ${threadsOfOperation()}`]).slice(0, 16));
  }

  /** Tells TensorFlow of it, before it is loaded, where it can write there. What a person has set stands. */
  announce(): void {
    this.attempt(() => {
      mkdirSync(this.folder, { recursive: true });
      accessSync(this.folder, constants.W_OK);
      process.env[flagsName] ??= `--tf_xla_persistent_cache_directory="${this.folder}"`;
    });
  }

  /**
   * What `make` compiles is taken from here, and kept here.
   * @param madeBy version of TensorFlow
   */
  around<Made>(madeBy: string, make: () => Made): Made {
    this.attempt(() => this.clean(madeBy));
    const made = make();
    this.attempt(() => this.seal(madeBy));
    return made;
  }

  /** Takes away what is not what was kept, and the oldest beyond the bound. */
  private clean(madeBy: string): void {
    let bytes = 0;
    for (const { path, size } of this.entries()) {
      bytes += size;
      if (bytes > mostBytes || !isSealed(path, madeBy)) {
        rmSync(path, { force: true });
        rmSync(path + sealEnd, { force: true });
      }
    }
  }

  /** What is new: the seals of all others were found to be true. */
  private seal(madeBy: string): void {
    for (const { path } of this.entries())
      if (!existsSync(path + sealEnd)) replaceFileSync(path + sealEnd, [Buffer.from(sealOf(path, madeBy))]);
  }

  /** The newest first. */
  private entries(): { readonly path: string; readonly size: number; readonly at: number }[] {
    const names = readdirSync(this.folder).filter((name) => name.endsWith(entryEnd));
    const entries = names.map((name) => {
      const path = join(this.folder, name);
      const { size, mtimeMs } = statSync(path);
      return { path, size, at: mtimeMs };
    });
    return entries.sort((a, b) => b.at - a.at);
  }

  /** A cache that cannot be had, or that another process is clearing, costs a compilation and nothing else. */
  private attempt(work: () => void): void {
    try {
      work();
    } catch {
      // Nothing is lost.
    }
  }
}

function isSealed(path: string, madeBy: string): boolean {
  try {
    return readFileSync(path + sealEnd, 'utf8') === sealOf(path, madeBy);
  } catch {
    return false;
  }
}

function sealOf(path: string, madeBy: string): string {
  return `${madeBy} ${sha256Of([readFileSync(path)])}`;
}

/** What machine code is made for: the processor, and what of it a virtual machine lets through. */
function processor(): string {
  const model = cpus()[0]?.model.trim() ?? process.arch;
  try {
    return `${model} ${/^(?:flags|Features).*$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[0] ?? ''}`;
  } catch {
    return model;
  }
}
