import { Blob as NodeBlob } from 'node:buffer';
import * as webStreams from 'node:stream/web';

/**
 * Globals that oRPC extends or compares with and that the Node 16 of an older Electron lacks. Nothing of ours sends
 * files or forms from the main process: classes that nothing is an instance of are enough for those.
 */
export function fillGlobals(): void {
  const globals = globalThis as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries({ Blob: NodeBlob, ...webStreams })) globals[name] ??= value;
  for (const name of ['File', 'FormData', 'Response', 'Headers']) globals[name] ??= class {};
}
