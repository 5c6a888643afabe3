import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';
import { contentSecurityPolicy } from '../processes/contentSecurityPolicy';
import { mediaType } from '../processes/mediaTypes';

const scheme = 'app';
/** Where the page lives. A scheme of our own has an origin, which files have not. */
export const appOrigin = `${scheme}://layerlab`;

/** Must be called before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built interface's folder under {@link appOrigin}. */
export function serveAppScheme(folder: string): void {
  // `protocol.handle` came with Electron 25; the older call is still there in the newest.
  protocol.registerBufferProtocol(scheme, (request, respond) => {
    void readPage(folder, request.url).then((page) => {
      if (page === null) respond({ statusCode: 404, data: Buffer.from('Not found') });
      else respond(page);
    });
  });
}

async function readPage(folder: string, url: string) {
  const path = decodeURIComponent(new URL(url).pathname);
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  if (!file.startsWith(folder + sep)) return null;
  const data = await readFile(file).catch(() => null);
  if (data === null) return null;
  return {
    data,
    mimeType: mediaType(extname(file)).split(';')[0] ?? '',
    charset: 'utf-8',
    headers: {
      'content-security-policy': contentSecurityPolicy("'self'"),
      'x-content-type-options': 'nosniff',
    },
  };
}
