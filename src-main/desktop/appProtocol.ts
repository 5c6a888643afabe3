import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { servedFile, servedHeaders } from '../processes/serving/servedFiles';

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
  protocol.handle(scheme, async ({ url }) => {
    const file = url.startsWith(`${appOrigin}/`) ? servedFile(folder, url) : null;
    const data = file === null ? null : await readFile(file).catch(() => null);
    if (file === null || data === null) return new Response('Not found', { status: 404 });
    return new Response(data, { headers: servedHeaders(file) });
  });
}
