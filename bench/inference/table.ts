import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Random } from '@shared/random';
import { chain } from '@shared/experiment/templates/template';
import { askPeer } from '../peers/ask';
import { median } from '../median';
import type { Workplace } from './workplace';

const columns = 10;
const classes = ['low', 'middle', 'high'];

/** Numbers that say a class. */
function writeTable(path: string, rows: number): void {
  const random = new Random(1, 0);
  const lines = [[...Array.from({ length: columns }, (_, column) => `c${column}`), 'class'].join(',')];
  for (let row = 0; row < rows; row++) {
    const values = Array.from({ length: columns }, () => random.uniform(-10, 10));
    const sum = values.reduce((total, value) => total + value, 0);
    const place = sum < -10 ? 0 : sum < 10 ? 1 : 2;
    lines.push([...values.map((value) => value.toFixed(4)), classes[place]].join(','));
  }
  writeFileSync(path, `${lines.join('\n')}\n`);
}

interface TableTimes {
  /** Seconds from the start of the program to its end. */
  readonly ours: number;
  readonly theirs: number;
  readonly version: string;
}

/** A table to a file of predictions, turn and turn about with Python; medians. Null where Python lacks what it needs. */
export function tableTimes(place: Workplace, python: string, rows: number, turns: number): TableTimes | null {
  writeTable(place.at('learned.csv'), 2000);
  writeTable(place.at('table.csv'), rows);
  const model = place.exported({
    version: 1,
    name: 'table',
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'hidden1', kind: 'dense', units: 64 },
      { id: 'relu1', kind: 'relu' },
      { id: 'hidden2', kind: 'dense', units: 32 },
      { id: 'relu2', kind: 'relu' },
      { id: 'scores', kind: 'dense', units: classes.length },
    ),
    dataset: { kind: 'csv', path: 'learned.csv', target: 'class' },
    training: { epochs: 3 },
  });
  const [ours, theirs]: [number[], number[]] = [[], []];
  let version = '';
  for (let turn = 0; turn < turns; turn++) {
    ours.push(
      seconds(() =>
        place.layerlab('predict', model, '--input', place.at('table.csv'), '--out', place.at('ours.csv')),
      ),
    );
    theirs.push(
      seconds(() => {
        const files = [model, place.at('table.csv'), place.at('theirs.csv')];
        version = askPeer<{ version: string }>(python, 'onnx_table.py', ...files)?.version ?? '';
      }),
    );
    if (version === '') return null;
    requireSame(place);
  }
  return { ours: median(ours), theirs: median(theirs), version };
}

function seconds(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

/** @throws Error where both did not predict the same classes: their times would say nothing */
function requireSame(place: Workplace): void {
  const answers = (name: string) =>
    spawnSync('cut', ['-d,', '-f1,2', place.at(name)], { encoding: 'utf8', maxBuffer: 2 ** 28 }).stdout;
  if (answers('ours.csv') !== answers('theirs.csv')) throw new Error('the predictions differ');
}
