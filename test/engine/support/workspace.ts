import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';

/** Folders that are gone after each test. */
const folders: string[] = [];

const make = () => mkdtempSync(join(tmpdir(), 'layerlab-test-'));

export function temporaryFolder(): string {
  const folder = make();
  folders.push(folder);
  return folder;
}

/** A folder for all tests of the file or of the `describe` that calls this, gone after the last of them. */
export function folderForAll(): string {
  const folder = make();
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
