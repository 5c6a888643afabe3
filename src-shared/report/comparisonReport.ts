import { capitalized } from '../format';
import { runPalette } from '../runs/colors';
import { describeTracker } from '../runs/imported/facts';
import { describeNoDifferences } from '../runs/configuration/differences';
import { describeMetric, metricNames } from '../runs/metricNames';
import type { ConfigDifference, Curve, RunDetail } from '../runs/run';
import type { Comparison } from '../statistics/comparison';
import {
  describeCaveats,
  describeGroups,
  describePairs,
  groupLetter,
  metricOfComparison,
} from '../statistics/words';
import { findMetric, formatMetric, metricInWords } from '../training/metrics/words';
import { curveFigure } from './curveFigure';
import { html, jsonData, Markup } from './markup';
import { reportStyle } from './style';

/** What a report is made of: all of it as the store has it. */
export interface ReportContent {
  readonly runs: readonly RunDetail[];
  readonly differences: readonly ConfigDifference[];
  /** Thinned: of every stretch the least and the largest value. */
  readonly curves: readonly Curve[];
  /** Null where the runs cannot be judged, for a reason. */
  readonly comparison: Comparison | null;
  /** Why there is no comparison. */
  readonly reason: string | null;
  readonly createdAt: string;
  readonly version: string;
}

/**
 * A comparison as one file that needs nothing else: no script runs in it, and nothing is loaded. What it was made of
 * stands in it as JSON.
 */
export function comparisonReport(content: ReportContent): string {
  const { runs, createdAt, version } = content;
  const title = `Comparison of ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${new Markup(reportStyle)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p class="muted">
            Made by Layerlab ${version} on ${createdAt.slice(0, 16).replace('T', ' ')} (UTC)
          </p>
        </header>
        <main>
          ${verdicts(content)} ${runTable(content)} ${differenceTable(content)} ${charts(content)}
          ${notes(content)}
        </main>
        <script type="application/json" id="data">
          ${jsonData(dataOf(content))}
        </script>
      </body>
    </html> `;
  return page.text;
}

/** What a reader may want to compute with; where things lie on the machine that made it is nobody's business. */
function dataOf({ runs, differences, curves, comparison }: ReportContent) {
  const told = runs.map(({ id, name, state, seed, note, tags, metrics, createdAt, parameterCount }) => {
    return { id, name, state, seed, note, tags, metrics, createdAt, parameterCount };
  });
  return { runs: told, differences, comparison, curves };
}

function section(title: string, content: Markup | readonly Markup[]): Markup {
  return html`<section>
    <h2>${title}</h2>
    ${content}
  </section>`;
}

function table(heading: readonly string[], rows: readonly (readonly (string | Markup)[])[]): Markup {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${heading.map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function verdicts({ comparison, reason }: ReportContent): Markup {
  if (comparison === null)
    return section('Verdict', html`<p>${reason ?? 'There is nothing to compare.'}</p>`);
  const { words } = metricOfComparison(comparison);
  const figures = table(
    ['', 'Seeds', 'Mean', '95 % of the mean', 'Deviation', 'Configuration'],
    describeGroups(comparison).map(({ letter, seeds, mean, interval, deviation, configuration }) => [
      letter,
      seeds,
      mean,
      interval,
      deviation,
      configuration,
    ]),
  );
  return section(`Verdict by ${words}`, [
    ...describePairs(comparison).map((verdict) => html`<p>${verdict}</p>`),
    ...describeCaveats(comparison).map((caveat) => html`<p class="muted">${caveat}</p>`),
    figures,
  ]);
}

const colorOf = (place: number): string => runPalette.light[place % runPalette.light.length] ?? 'gray';

const named = (run: RunDetail, place: number): Markup =>
  html`<span class="dot" style="background: ${colorOf(place)}"></span>${run.name}`;

function runTable({ runs, comparison }: ReportContent): Markup {
  const measured = metricNames.filter(({ field }) => runs.some(({ metrics }) => metrics[field] !== null));
  const groupOf = (id: string) => {
    const place = comparison?.groups.findIndex(({ runs: ids }) => ids.some((each) => each === id)) ?? -1;
    return place < 0 ? '–' : groupLetter(place);
  };
  return section(
    'Runs',
    table(
      ['Run', 'Group', 'State', 'Seed', ...measured.map((name) => capitalized(describeMetric(name))), 'Id'],
      runs.map((run, place) => [
        named(run, place),
        groupOf(run.id),
        run.imported === null ? run.state : `imported from ${describeTracker(run.imported.from)}`,
        run.seed === null ? '–' : String(run.seed),
        ...measured.map(({ metric, field }) => formatMetric(metric, run.metrics[field])),
        run.id,
      ]),
    ),
  );
}

function differenceTable({ runs, differences }: ReportContent): Markup {
  if (differences.length === 0) return section('What differs', html`<p>${describeNoDifferences(runs)}</p>`);
  const text = (value: unknown) =>
    value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
  return section(
    'What differs',
    table(
      ['', ...runs.map(({ name }) => name)],
      differences.map(({ path, values }) => [path, ...runs.map((_, place) => text(values[place]))]),
    ),
  );
}

function charts({ runs, curves }: ReportContent): Markup {
  const names = [...new Set(curves.map(({ name }) => name))];
  const places = new Map<string, number>(runs.map(({ id }, place) => [id, place]));
  const figures = names.map((name) => {
    const metric = findMetric(name)?.kind;
    const title = metric === undefined ? name : capitalized(metricInWords(metric));
    const drawn = curves
      .filter((curve) => curve.name === name)
      .map((curve) => ({ ...curve, color: colorOf(places.get(curve.runId) ?? 0) }));
    return curveFigure(title, drawn);
  });
  return section('Curves by step', [
    html`<p class="muted">
      Dashed: training. Solid: validation and test. A gap is a value that was no number.
    </p>`,
    html`<div class="charts">${figures}</div>`,
  ]);
}

function notes({ runs }: ReportContent): Markup | string {
  const written = runs.filter(({ note, imported }) => note !== '' || (imported?.remarks.length ?? 0) > 0);
  if (written.length === 0) return '';
  return section(
    'Notes',
    written.map(
      ({ name, note, imported }) =>
        html`<p><b>${name}</b> ${note}</p>
          ${(imported?.remarks ?? []).map((remark) => html`<p class="muted">${remark}</p>`)}`,
    ),
  );
}
