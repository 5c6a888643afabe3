import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import type { TestWorkspace } from '../workspace';

/** A folder of the workspace with these files; a number makes a small picture of its own. */
export function imageFolder(
  workspace: TestWorkspace,
  name: string,
  files: Readonly<Record<string, Uint8Array | string | null>>,
): string {
  const root = workspace.path(name);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    if (content !== null) writeFileSync(join(root, file), content);
    else mkdirSync(join(root, file), { recursive: true });
  }
  return root;
}

/** A PNG of one color, 4 × 4. */
const pictures = await Promise.all(
  Array.from({ length: 24 }, (_, index) =>
    sharp({ create: { width: 4, height: 4, channels: 3, background: { r: 10 * index, g: index, b: 255 } } })
      .png()
      .toBuffer(),
  ),
);
/** The PNG image of this number. */
export const picture = (index: number) => pictures[index] ?? Buffer.alloc(0);
/** A data set of such images. */
export const small = { kind: 'imageFolder', width: 4, height: 4 } as const;
