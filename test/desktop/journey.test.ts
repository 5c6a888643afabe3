import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journey } from '../e2e/support/journey';
import { photographFailures } from '../e2e/support/pictures';
import { openDesktop, type DesktopApp } from './harness';

describe('the journey on the desktop', () => {
  let desktop: DesktopApp;
  beforeAll(async () => {
    desktop = await openDesktop();
  });
  afterAll(() => desktop.close());
  photographFailures(() => desktop.page);

  for (const stage of journey) {
    it(stage.says, () =>
      stage.take({
        name: 'desktop',
        page: desktop.page,
        async receiveExport(ask) {
          const path = join(desktop.home, 'exported.onnx');
          // The platform's own dialog is out of a test's reach: its answer is given in its place.
          await desktop.app.evaluate(({ dialog }, filePath) => {
            dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
          }, path);
          await ask();
          await desktop.page.getByLabel('Parity report').waitFor();
          return path;
        },
      }),
    );
  }

  it('writes no error to the console', () => {
    expect(desktop.pageErrors).toEqual([]);
  });
});
