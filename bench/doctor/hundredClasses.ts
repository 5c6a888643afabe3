import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@shared/random';
import type { Parts } from './experiments';

const [classes, examples, columns] = [100, 4000, 8] as const;

/** A table of a hundred clouds in eight dimensions, of which a net knows one in a hundred at first; drawn by a seed. */
export function hundredClasses(): Parts['dataset'] {
  const path = join(tmpdir(), 'layerlab-hundred-classes.csv');
  const centers = new Random(3, 1);
  const points = new Random(3, 2);
  const places = Array.from({ length: classes }, () =>
    Array.from({ length: columns }, () => centers.normal(0, 1)),
  );
  const rows = Array.from({ length: examples }, (_, example) => {
    const place = places[example % classes] ?? [];
    return [...place.map((center) => (center + points.normal(0, 0.25)).toFixed(4)), `c${example % classes}`];
  });
  const heading = [...Array.from({ length: columns }, (_, column) => `x${column}`), 'class'];
  writeFileSync(path, `${[heading, ...rows].map((row) => row.join(',')).join('\n')}\n`);
  return { kind: 'csv', path, target: 'class' };
}
