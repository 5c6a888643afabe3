import type { Curve, RunDetail } from '@shared/runs/run';
import { getInstanceByDom } from 'echarts/core';
import { nextTick } from 'vue';
import { describe, expect, it } from 'vitest';
import CompareCurves from '../../../src-renderer/features/compare/curves/CompareCurves.vue';
import CurveChart from '../../../src-renderer/shared/charts/curves/CurveChart.vue';
import { placeOfStep } from '../../../src-renderer/shared/charts/curves/mark';
import { mountInApp } from '../page/mounting';

const run = {
  id: 'a',
  name: 'spirals',
  color: 0,
  baseline: {},
  naive: {},
  progress: null,
  experiment: null,
  imported: null,
} as unknown as RunDetail;
const curve = (split: string, values: readonly number[]) =>
  ({
    runId: 'a',
    split,
    name: 'loss',
    steps: values.map((_, index) => index + 1),
    values,
  }) as unknown as Curve;

interface Drawn {
  readonly series: readonly (null | {
    readonly name: string;
    readonly data: readonly (readonly [number, unknown])[];
  })[];
  readonly yAxis: readonly { readonly type: string }[];
}

function charted() {
  const curves = [curve('training', [4, 0, 2, -1]), curve('validation', [3, 1])];
  const app = mountInApp(CompareCurves, { runs: [run], curves, differences: [] });
  const chart = app.get('[aria-label="Loss of the compared runs by step"]').element;
  const drawn = (): Drawn | undefined => {
    const host = chart.querySelector<HTMLElement>('[_echarts_instance_]');
    return host ? (getInstanceByDom(host)?.getOption() as unknown as Drawn) : undefined;
  };
  const valuesOf = (name: string) =>
    drawn()
      ?.series.find((series) => series?.name === name)
      ?.data.map(([, value]) => value);
  return { app, drawn, valuesOf };
}

describe('the curves of runs', () => {
  it('are smoothed by the share that the slider says: an average corrected for its start', async () => {
    const { app, valuesOf } = charted();
    await app.get('[aria-label="Smoothing"]').setValue('0.5');
    // By hand: (0.5·4) ÷ 0.5, (0.25·4 + 0.5·0) ÷ 0.75, (0.125·4 + 0.25·0 + 0.5·2) ÷ 0.875, …
    const expected = [4, 4 / 3, 1.5 / 0.875, (0.25 + 0.5 - 0.5) / 0.9375];
    await expect.poll(() => valuesOf('spirals, training, smoothed')?.length).toBe(4);
    valuesOf('spirals, training, smoothed')?.forEach((value, i) =>
      expect(value).toBeCloseTo(expected[i]!, 12),
    );
  });

  it('are as measured without smoothing, and validation always is', async () => {
    const { app, valuesOf } = charted();
    await expect.poll(() => valuesOf('spirals, validation')).toEqual([3, 1]);
    await app.get('[aria-label="Smoothing"]').setValue('0');
    await expect.poll(() => valuesOf('spirals, training, each step')).toEqual([4, 0, 2, -1]);
    expect(valuesOf('spirals, training, smoothed')).toBeUndefined();
  });

  it('have gaps on a logarithmic axis where a value has no logarithm', async () => {
    const { app, drawn, valuesOf } = charted();
    await app.get('[aria-label="Smoothing"]').setValue('0');
    await expect.poll(() => drawn()?.yAxis[0]?.type).toBe('value');
    await app.get('[aria-label="Logarithmic axis"]').trigger('click');
    await nextTick();
    await expect.poll(() => drawn()?.yAxis[0]?.type).toBe('log');
    expect(valuesOf('spirals, training, each step')).toEqual([4, '-', 2, '-']);
  });

  it('of a split can be left out', async () => {
    const { app, valuesOf } = charted();
    await expect.poll(() => valuesOf('spirals, validation')).toEqual([3, 1]);
    await app.get('button[aria-pressed="true"]:nth-of-type(2)').trigger('click');
    await expect.poll(() => valuesOf('spirals, validation')).toBeUndefined();
  });
});

describe('a chart of curves', () => {
  const points = { steps: [1, 2, 30, 40], values: [3, 2, 1, NaN] };
  const curves = [{ key: 'a', name: 'a', color: '#123456', dashed: false, points }];

  it.each([
    { at: 2, zoom: [0, 100] as const },
    { at: 40, zoom: [0, 100] as const },
    { at: 17, zoom: [25, 75] as const },
  ])('marks the step that is looked at where its axis has it: $at of $zoom %', async ({ at, zoom }) => {
    const app = mountInApp(CurveChart, { curves, yName: 'loss', label: 'Loss by step', at, zoom });
    const found = () => (app.element as HTMLElement).querySelector<HTMLElement>('[_echarts_instance_]');
    await expect.poll(found).not.toBeNull();
    const chart = getInstanceByDom(found()!)!;
    chart.resize({ width: 400, height: 200 });
    expect(placeOfStep(curves, zoom, 400, at)).toBeCloseTo(chart.convertToPixel({ xAxisIndex: 0 }, at), 6);
    app.unmount();
  });

  it('marks no step that it does not show', () => {
    expect(placeOfStep(curves, [0, 100], 400, 41)).toBeNull();
    expect(placeOfStep(curves, [50, 100], 400, 2)).toBeNull();
    expect(placeOfStep([], [0, 100], 400, 2)).toBeNull();
  });
});
