import { app, session, shell, type WebContents } from 'electron';
import { appOrigin } from './appProtocol';

/** Links of these kinds open in the person's browser. */
const outside = /^https:\/\//;

/** No page but ours is ever shown, nothing is granted, and no other window is opened. */
export function restrictContents(developmentOrigin: string | null): void {
  app.on('web-contents-created', (_event, contents) => restrict(contents, developmentOrigin));
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(isHarmless(permission)),
  );
  defaultSession.setPermissionCheckHandler((_contents, permission) => isHarmless(permission));
}

/** Copying a network as text is all that the page needs. */
function isHarmless(permission: string): boolean {
  return permission === 'clipboard-sanitized-write';
}

function restrict(contents: WebContents, developmentOrigin: string | null): void {
  const isOwn = (url: string) => url.startsWith(`${appOrigin}/`) || isFrom(url, developmentOrigin);
  contents.on('will-navigate', (event, url) => {
    if (!isOwn(url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (outside.test(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

function isFrom(url: string, origin: string | null): boolean {
  return origin !== null && url.startsWith(origin);
}
