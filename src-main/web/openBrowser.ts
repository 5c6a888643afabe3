import { spawn } from 'node:child_process';

/** Opens an address in the person's browser; resolves to false where there is none. */
export function openBrowser(url: string): Promise<boolean> {
  const [program, ...parameters] = {
    darwin: ['open', url],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', url],
  }[process.platform as string] ?? ['xdg-open', url];
  if (program === 'xdg-open' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(program as string, parameters, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
