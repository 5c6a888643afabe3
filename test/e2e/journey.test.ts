import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInBrowser, type BrowserApp } from './support/harness';
import { journey } from './support/journey';
import { photographFailures } from './support/pictures';

describe('the journey in a browser', () => {
  let app: BrowserApp;
  beforeAll(async () => {
    app = await openInBrowser({ width: 1440, height: 900 });
  });
  afterAll(() => app.close());
  photographFailures(() => app.page);

  for (const stage of journey) {
    it(stage.says, () =>
      stage.take({
        name: 'browser',
        page: app.page,
        async receiveExport(ask) {
          const [download] = await Promise.all([app.page.waitForEvent('download'), ask()]);
          const path = join(app.home, download.suggestedFilename());
          await download.saveAs(path);
          return path;
        },
      }),
    );
  }

  it('writes no error to the console', () => {
    expect(app.pageErrors).toEqual([]);
  });
});
