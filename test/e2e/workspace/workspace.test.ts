import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { backUp } from '../../../src-main/engine/safety/backups';
import { filledWorkspace, opened } from '../../engine/safety/workspace';
import { patience } from '../../patience';
import { openInBrowser, type BrowserApp } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { lookInBothSchemes } from '../support/schemes';
import { showPage } from '../support/workbench';

describe('the workspace in the window', { timeout: patience.test() }, () => {
  let app: BrowserApp;
  photographFailures(() => app.page);
  afterEach(() => app.close());

  it('is told in the settings: what was deleted is taken back, the rest freed, and all of it checked, by keyboard', async () => {
    const { home, ids } = filledWorkspace();
    const { runs, close } = opened(home);
    runs.delete(ids.slice(0, 2));
    close();
    app = await openInBrowser({ home });
    const { page } = app;
    await showPage(page, 'Settings');
    const section = page.getByRole('region', { name: 'Workspace' });
    await section.getByText(home).waitFor();
    const inBin = section.getByRole('list', { name: 'In the bin' }).getByRole('listitem');
    await expect.poll(() => inBin.count()).toBe(2);
    await section.getByRole('button', { name: 'Restore run 0' }).focus();
    await page.keyboard.press('Enter');
    await section.getByText('“run 0” is back among the others.').waitFor();
    await section.getByRole('button', { name: 'Check now' }).focus();
    await page.keyboard.press('Enter');
    await section.getByText('Everything is whole.').waitFor();
    await expect.poll(() => section.getByRole('button', { name: 'Check now' }).isEnabled()).toBe(true);
    await lookInBothSchemes(page, 'workspace');

    await section.getByRole('button', { name: 'Empty the bin…' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Clear: The bin?' });
    await dialog.getByRole('button', { name: 'Clear' }).last().focus();
    await page.keyboard.press('Enter');
    await section.getByText(/ freed\.$/).waitFor();
    await section.getByText('The bin is empty.').waitFor();
    expect(app.pageErrors).toEqual([]);
  });

  it('that is damaged offers its backups, puts one in its place and opens it, the damaged file kept beside it', async () => {
    const { home } = filledWorkspace();
    const { workspace, database, close } = opened(home);
    await backUp(workspace, database);
    close();
    truncateSync(workspace.database, 20_000);
    const damaged = readFileSync(workspace.database);
    app = await openInBrowser({ home });
    const { page } = app;
    await page.getByRole('heading', { name: 'The workspace is damaged' }).waitFor();
    await expect.poll(() => page.getByRole('radio').count()).toBe(2);
    await lookInBothSchemes(page, 'workspace-damaged');
    expect(readFileSync(workspace.database).equals(damaged)).toBe(true);

    await page.getByRole('button', { name: 'Put it in the database’s place' }).focus();
    await page.keyboard.press('Enter');
    await showPage(page, 'Runs');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(3);
    const aside = readdirSync(home).filter((name) => /sqlite\.before-[\dTZ-]+$/.test(name));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(home, aside[0] ?? '')).equals(damaged)).toBe(true);
  });
});
