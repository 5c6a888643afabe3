import { readFileSync } from 'node:fs';
import { replaceFileSync } from '../../files/replaceFile';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
}

export const smallestWindow = { width: 960, height: 600 };
const usualWindow = { width: 1440, height: 900 };
/** So much of a window must be on a screen that it can be seen and taken hold of, in pixels. */
const visibleEdge = 120;

/**
 * Where a window is opened: where it was, if that is on one of the screens, else in the middle of the first.
 * @param workAreas the screens without their bars, the first one first
 */
export function placeWindow(saved: WindowState | null, workAreas: readonly Rectangle[]): WindowState {
  const [first] = workAreas;
  const bounds = saved?.bounds;
  if (saved !== null && bounds !== undefined && workAreas.some((area) => isVisibleOn(bounds, area)))
    return saved;
  if (first === undefined) return { bounds: { x: 0, y: 0, ...usualWindow }, maximized: false };
  const width = Math.min(usualWindow.width, first.width);
  const height = Math.min(usualWindow.height, first.height);
  const x = first.x + Math.round((first.width - width) / 2);
  const y = first.y + Math.round((first.height - height) / 2);
  return { bounds: { x, y, width, height }, maximized: saved?.maximized ?? false };
}

/** The title bar is at the top: its height has to be inside, and enough of its width. */
function isVisibleOn(bounds: Rectangle, area: Rectangle): boolean {
  const overlap = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const topInside = bounds.y >= area.y && bounds.y <= area.y + area.height - visibleEdge;
  return overlap >= visibleEdge && topInside;
}

/** What a JSON file of ours holds, or null where it is absent or damaged: then the app starts as if new. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

export function writeJson(path: string, value: unknown): void {
  replaceFileSync(path, [Buffer.from(JSON.stringify(value))]);
}

export function parseWindowState(value: unknown): WindowState | null {
  const state = value as Partial<WindowState> | null;
  const bounds = state?.bounds;
  if (bounds === undefined || ![bounds.x, bounds.y, bounds.width, bounds.height].every(Number.isFinite))
    return null;
  return { bounds, maximized: state?.maximized === true };
}
