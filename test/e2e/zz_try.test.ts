import { it } from 'vitest';
import { openInBrowser, screenshot } from './harness';
import { canvasPoint, connectByMouse, dragFromPalette, startEmpty, layerIds, connections } from './workbench';
it('tries', async () => {
  const app = await openInBrowser();
  const { page } = app;
  try {
    await page.waitForTimeout(1500);
    await screenshot(page, 'try-open');
    await startEmpty(page);
    const input = await dragFromPalette(page, 'input', await canvasPoint(page, 0.5, 0.15));
    const a = await dragFromPalette(page, 'dense', await canvasPoint(page, 0.5, 0.35));
    await screenshot(page, 'try-two');
    console.log(await layerIds(page), await connections(page));
    await connectByMouse(page, input, a);
    console.log(await layerIds(page), await connections(page));
  } finally {
    await screenshot(page, 'try-end');
    console.log(app.pageErrors);
    await app.close();
  }
});
