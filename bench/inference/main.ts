import { parseArgs } from 'node:util';
import { convnet } from './convnet';
import { strokeDelays } from './stroke';
import { tableTimes } from './table';
import { throughputOf } from './throughput';
import { Workplace } from './workplace';

/**
 * How fast models answer: exported convnets in the inference process and a table to its predictions, each beside Python's
 * ONNX Runtime on the same files, and a stroke of the pen to the answer that the page shows.
 */
const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rows: { type: 'string', default: '100000' },
    turns: { type: 'string', default: '5' },
    strokes: { type: 'string', default: '10' },
    /** A Python with onnxruntime and pandas. */
    python: { type: 'string', default: process.env['LAYERLAB_PEERS'] ?? 'python3' },
    json: { type: 'boolean', default: false },
  },
});
const turns = Number(options.turns);
const isAsked = (part: string) => options.only?.split(',').includes(part) ?? true;

using place = new Workplace();
const lenet5 = isAsked('throughput') || isAsked('stroke') ? place.exported(convnet('lenet5')) : '';
const measured = {
  ...(isAsked('stroke') && { stroke: await strokeDelays(place.home, 'lenet5', Number(options.strokes)) }),
  ...(isAsked('throughput') && {
    lenet5: await throughputOf(lenet5, options.python, turns),
    smallVgg: await throughputOf(place.exported(convnet('smallVgg')), options.python, turns),
  }),
  ...(isAsked('table') && { table: tableTimes(place, options.python, Number(options.rows), turns) }),
};
if (options.json) process.stdout.write(`${JSON.stringify(measured)}\n`);
else report();

function report(): void {
  const { stroke, lenet5, smallVgg, table } = measured;
  for (const [name, found] of Object.entries({ lenet5, smallVgg })) {
    if (found === undefined) continue;
    if (found === null) console.log(`${name}: no onnxruntime to compare with`);
    else {
      const [ours, theirs] = [found.ours, found.theirs].map((each) => Math.round(each).toLocaleString('en'));
      const ratio = (found.ours / found.theirs).toFixed(2);
      console.log(`${name}: ${ours} examples/s, Python’s ${found.version} ${theirs}: ${ratio} times as many`);
    }
  }
  if (table === null) console.log('table: no onnxruntime and pandas to compare with');
  else if (table !== undefined) {
    const ratio = (table.ours / table.theirs).toFixed(2);
    console.log(
      `${Number(options.rows).toLocaleString('en')} rows: ${table.ours.toFixed(2)} s, ` +
        `Python’s ${table.version} ${table.theirs.toFixed(2)} s: ${ratio} times as long`,
    );
  }
  if (stroke !== undefined) {
    const { moves, median, percentile99, longest } = stroke;
    const told = [median, percentile99, longest].map((each) => each.toFixed(0));
    console.log(
      `${moves} moves of a pen: ${told[0]} ms in the median, 99 % within ${told[1]}, all within ${told[2]}`,
    );
  }
}
