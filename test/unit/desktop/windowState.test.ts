import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  parseWindowState,
  placeWindow,
  readJson,
  writeJson,
} from '../../../src-main/desktop/window/windowState';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const besideIt = { x: 1440, y: 0, width: 2560, height: 1440 };
const onSecond = { bounds: { x: 1600, y: 100, width: 1200, height: 800 }, maximized: false };

describe('where a window is opened', () => {
  it('is where it was', () => {
    expect(placeWindow(onSecond, [laptop, besideIt])).toEqual(onSecond);
  });

  it('is on the first screen when its own is gone', () => {
    const { bounds } = placeWindow(onSecond, [laptop]);
    expect(bounds.x).toBeGreaterThanOrEqual(laptop.x);
    expect(bounds.y).toBeGreaterThanOrEqual(laptop.y);
    expect(bounds.x + bounds.width).toBeLessThanOrEqual(laptop.x + laptop.width);
    expect(bounds.y + bounds.height).toBeLessThanOrEqual(laptop.y + laptop.height);
  });

  it('is where the title bar can be taken hold of', () => {
    const above = { bounds: { x: 100, y: -300, width: 1200, height: 800 }, maximized: false };
    expect(placeWindow(above, [laptop]).bounds.y).toBeGreaterThanOrEqual(laptop.y);
  });

  it('fits a small screen', () => {
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1280, height: 700 }]).bounds).toEqual({
      x: 0,
      y: 0,
      width: 1280,
      height: 700,
    });
  });

  it('is kept in a file, and a damaged file is as good as none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'layerlab-window-'));
    const file = join(folder, 'window.json');
    writeJson(file, onSecond);
    expect(parseWindowState(readJson(file))).toEqual(onSecond);
    writeFileSync(file, '{"bounds": {"x": 1');
    expect(parseWindowState(readJson(file))).toBeNull();
    writeFileSync(file, '{"bounds": {"x": "left"}}');
    expect(parseWindowState(readJson(file))).toBeNull();
    rmSync(folder, { recursive: true });
  });
});
