import { Blob as NodeBlob } from 'node:buffer';

/**
 * Globals that oRPC's client asks for with `instanceof` and that the Node of an older Electron lacks. Nothing of ours
 * sends such bodies from the main process: classes that nothing is an instance of are enough.
 */
export function fillGlobals(): void {
  const globals = globalThis as unknown as Record<string, unknown>;
  globals['Blob'] ??= NodeBlob;
  for (const name of ['File', 'FormData', 'Response', 'Headers', 'ReadableStream'])
    globals[name] ??= class {};
}
