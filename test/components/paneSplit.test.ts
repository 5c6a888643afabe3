import { nextTick } from 'vue';
import { describe, expect, it } from 'vitest';
import PaneSplit from '../../src-renderer/shared/PaneSplit.vue';
import { mountInApp } from './page/mounting';

const props = {
  name: 'test',
  direction: 'row',
  fixed: 'first',
  initial: 300,
  minimum: 200,
  minimumOther: 400,
  label: 'Width of the first pane',
};

/** Two panes in a place of some pixels' width. */
function split(changes: Partial<typeof props> = {}, width = 1000) {
  const place = document.createElement('div');
  place.style.cssText = `width: ${width}px; height: 400px`;
  document.body.append(place);
  const app = mountInApp(PaneSplit, { ...props, ...changes }, { place });
  const bar = app.get('[role="separator"]');
  return {
    bar,
    place,
    widths: () => app.findAll('.part').map(({ element }) => element.getBoundingClientRect().width),
  };
}

describe('two panes with a bar between them', () => {
  it('move by the arrow keys, and say how wide the first one is', async () => {
    const { bar, widths } = split();
    expect(widths()).toEqual([300, 699]);
    await bar.trigger('keydown', { key: 'ArrowRight' });
    expect(widths()).toEqual([316, 683]);
    expect(bar.attributes('aria-valuenow')).toBe('316');
    await bar.trigger('keydown', { key: 'ArrowLeft' });
    await bar.trigger('keydown', { key: 'ArrowLeft' });
    expect(widths()).toEqual([284, 715]);
  });

  it('take the second one wider where the bar goes left and it is the one that keeps its size', async () => {
    const { bar, widths } = split({ fixed: 'second' });
    await bar.trigger('keydown', { key: 'ArrowLeft' });
    expect(widths()).toEqual([683, 316]);
  });

  it('come back with the size that was chosen, and by Home or a double click with the usual one', async () => {
    const first = split();
    await first.bar.trigger('keydown', { key: 'ArrowRight' });
    await nextTick();
    const { bar, widths } = split();
    expect(widths()[0]).toBe(316);
    await bar.trigger('keydown', { key: 'Home' });
    expect(widths()[0]).toBe(300);
    await bar.trigger('keydown', { key: 'ArrowRight' });
    await bar.trigger('dblclick');
    expect(widths()[0]).toBe(300);
  });

  it('leave each other the least that each needs, and have the size that was chosen again where there is room', async () => {
    localStorage.setItem('layerlab.pane.test', '500');
    const { bar, place, widths } = split({}, 800);
    await expect.poll(widths).toEqual([400, 399]);
    expect(bar.attributes('aria-valuemax')).toBe('400');
    place.style.width = '1000px';
    await expect.poll(widths).toEqual([500, 499]);
    localStorage.setItem('layerlab.pane.test', '50');
    await expect.poll(split().widths).toEqual([200, 799]);
  });
});
