import { expect, it } from 'vitest';
import { savedPlot } from '../../../src-renderer/shared/charts/saving/savedPlot';
import { colors } from '../../../src-renderer/shared/theme/colors';

const theme = { scheme: 'light' as const, ...colors.light };

/** As the page draws it: what it looks like stands in style sheets. */
function drawn(): SVGSVGElement {
  document.body.innerHTML = `
    <style>.tick { fill: rgb(91, 100, 116); font-size: 10px }</style>
    <svg width="80" height="40"><g tabindex="0" role="group" aria-label="an axis" class="axis">
      <text class="tick" x="4" y="20">0.5 &lt; 1</text></g>
      <circle cx="60" cy="20" r="5" fill="rgb(255, 0, 0)" /></svg>`;
  return document.querySelector('svg')!;
}

it('a plot is saved below its title with the looks that style sheets give it', async () => {
  const text = await (await savedPlot({ title: 'Effect', drawing: drawn(), theme }, 'SVG')).text();
  const file = new DOMParser().parseFromString(text, 'image/svg+xml');
  expect(file.querySelector('parsererror')).toBeNull();
  const [title, tick] = Array.from(file.querySelectorAll('text'));
  expect([title?.textContent, tick?.textContent]).toEqual(['Effect', '0.5 < 1']);
  expect(tick?.getAttribute('fill')).toBe('rgb(91, 100, 116)');
  expect(tick?.getAttribute('font-size')).toBe('10px');
  expect(text).not.toMatch(/tabindex|class=|aria-label/);
});

it('and as a picture of two pixels for each of the screen’s', async () => {
  const file = await savedPlot({ title: '', drawing: drawn(), theme }, 'PNG');
  const picture = await createImageBitmap(file);
  expect([picture.width, picture.height]).toEqual([160, 2 * (40 + 26)]);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const context = canvas.getContext('2d')!;
  context.drawImage(picture, 0, 0);
  expect([...context.getImageData(120, 2 * (20 + 26), 1, 1).data]).toEqual([255, 0, 0, 255]);
});
