import type { BrowserWindow } from 'electron';

/** Sends to a window's page, if it still has one. */
export function send(window: BrowserWindow | undefined | null, channel: string, value: unknown): void {
  if (window && !window.isDestroyed()) window.webContents.send(channel, value);
}
