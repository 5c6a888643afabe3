import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Opens the engine to the page. */
    engineToken: string;
    /** A table on the engine's machine, with the columns height, color and kind. */
    flowersPath: string;
  }
}
