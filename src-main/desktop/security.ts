import { app, session, shell, type WebContents } from 'electron';
import { appOrigin } from './appProtocol';

/** Links of these kinds open in the person's browser. */
const outside = /^https:\/\//;

/**
 * What our own page is granted: copying a network as text, and reading one where a command pastes it. The clipboard's own
 * events need no permission.
 */
const granted: readonly string[] = ['clipboard-sanitized-write', 'clipboard-read'];

/** No page but ours is ever shown, nothing else is granted, and no other window is opened. */
export function restrictContents(developmentOrigin: string | null): void {
  const isOwn = (url: string) =>
    [appOrigin, developmentOrigin].some((origin) => origin !== null && `${url}/`.startsWith(`${origin}/`));
  app.on('web-contents-created', (_event, contents) => restrict(contents, isOwn));
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    answer(isGranted(permission, mediaTypes) && isOwn(details.requestingUrl));
  });
  defaultSession.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin, { mediaType = 'unknown' }) =>
      isGranted(permission, [mediaType]) && isOwn(requestingOrigin),
  );
}

/** The camera is, for photographing what a model is to be tried on; the microphone never. */
function isGranted(permission: string, mediaTypes: readonly string[]): boolean {
  if (permission === 'media') return mediaTypes.length > 0 && mediaTypes.every((type) => type === 'video');
  return granted.includes(permission);
}

function restrict(contents: WebContents, isOwn: (url: string) => boolean): void {
  contents.on('will-navigate', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (outside.test(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}
