import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { progressBar } from './report.mjs';

/** Of a zip entry's external attributes; above them stands what Unix calls the file's mode. */
const attributeBits = 16;
const permissionMask = 0o777;
const usualPermissions = 0o644;

/**
 * Unpacks the entries of a zip file for which `target` gives a path below `folder`, with their permissions; the others
 * are left.
 * @param target {(name: string) => string | null}
 */
export async function unzip(path, folder, target, label) {
  const { default: yauzl } = await import('yauzl');
  const zip = await new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, file) =>
      error ? reject(error) : resolve(file),
    );
  });
  const wanted = await listEntries(zip, target);
  const show = progressBar(
    label,
    wanted.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0),
  );
  let bytes = 0;
  for (const { entry, to } of wanted) {
    const file = join(folder, to);
    mkdirSync(dirname(file), { recursive: true });
    const stream = await new Promise((resolve, reject) => {
      zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
    });
    stream.on('data', (chunk) => show((bytes += chunk.length)));
    await pipeline(stream, createWriteStream(file, { mode: permissionsOf(entry) }));
  }
  zip.close();
}

function permissionsOf(entry) {
  return (entry.externalFileAttributes >>> attributeBits) & permissionMask || usualPermissions;
}

function listEntries(zip, target) {
  return new Promise((resolve, reject) => {
    const wanted = [];
    zip.on('entry', (entry) => {
      const to = entry.fileName.endsWith('/') ? null : target(entry.fileName);
      if (to !== null) wanted.push({ entry, to });
      zip.readEntry();
    });
    zip.on('end', () => resolve(wanted));
    zip.on('error', reject);
    zip.readEntry();
  });
}
