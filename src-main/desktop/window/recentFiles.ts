import { existsSync } from 'node:fs';
import { app } from 'electron';
import { readJson, writeJson } from './windowState';

const most = 10;

/** The experiment files opened last, the newest first, kept between starts and told to the platform. */
export class RecentFiles {
  private paths: string[];

  constructor(
    private readonly file: string,
    private readonly onChange: () => void,
  ) {
    const stored = readJson(file);
    this.paths = Array.isArray(stored)
      ? stored.filter((path): path is string => typeof path === 'string')
      : [];
  }

  /** Those that still exist. */
  list(): readonly string[] {
    return this.paths.filter((path) => existsSync(path));
  }

  add(path: string): void {
    if (this.paths[0] === path) return;
    this.paths = [path, ...this.paths.filter((other) => other !== path)].slice(0, most);
    writeJson(this.file, this.paths);
    app.addRecentDocument(path);
    this.onChange();
  }

  clear(): void {
    this.paths = [];
    writeJson(this.file, this.paths);
    app.clearRecentDocuments();
    this.onChange();
  }
}
