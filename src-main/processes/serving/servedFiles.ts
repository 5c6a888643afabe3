import { extname, join, normalize, sep } from 'node:path';
import { contentSecurityPolicy } from './contentSecurityPolicy';
import { mediaType } from './mediaTypes';

/**
 * The file that an address names in the folder of the built interface, in every host.
 * @param url an address, or the path of one as a request carries it
 * @returns null where it names none in there: a path that leads out, or one that is no address
 */
export function servedFile(folder: string, url: string): string | null {
  const path = decodedPath(url);
  if (path === null) return null;
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  return file.startsWith(folder + sep) && !file.includes('\0') ? file : null;
}

function decodedPath(url: string): string | null {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    // No address (`//`), or a `%` that begins no escape.
    return null;
  }
}

/** What every host says of a file that it serves. */
export function servedHeaders(file: string): Record<string, string> {
  return {
    'content-type': mediaType(extname(file)),
    'content-security-policy': contentSecurityPolicy("'self'"),
    'x-content-type-options': 'nosniff',
  };
}
