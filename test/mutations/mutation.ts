/** One fault that is put into the code on purpose, to see whether the tests notice. */
export interface Mutation {
  /** By which the command line asks for it. */
  readonly name: string;
  /** From the root of the project. */
  readonly file: string;
  /** Stands once in the file. */
  readonly code: string;
  readonly mutant: string;
  /** What would be wrong for a person who works with it. */
  readonly breaks: string;
  /** One of them has to fail: `unit/data/shuffle` for `test/unit/data/shuffle.test.ts`. */
  readonly tests: readonly string[];
}
