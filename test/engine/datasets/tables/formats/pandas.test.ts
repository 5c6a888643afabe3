import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TestWorkspace } from '../../workspace';

interface TableFixture {
  readonly name: string;
  readonly content: string;
  readonly expected: Readonly<Record<string, readonly (string | number | null)[]>>;
}

const { tables } = JSON.parse(readFileSync('test/fixtures/tables/tables.json', 'utf8')) as {
  tables: readonly TableFixture[];
};
const workspace = new TestWorkspace();

/** Missing numbers become this, which stands in no table. */
const missingNumber = -987_654;

describe('a table that pandas has to be told everything about', () => {
  it.each(tables)(
    'is read with equal values without being told: $name',
    async ({ name, content, expected }) => {
      const path = await workspace.write(`${name.split(' ')[0] ?? ''}.csv`, Buffer.from(content, 'base64'));
      const features = Object.keys(expected).filter((column) => column !== 'y');
      const columns = Object.fromEntries(
        features.map((column) => [
          column,
          column.startsWith('word')
            ? ({ missing: 'category' } as const)
            : ({ missing: 'value', value: missingNumber } as const),
        ]),
      );
      const spec = { kind: 'csv', path, scaling: 'none', validationFraction: 0, columns } as const;
      const { dataset } = await workspace.prepare(spec);
      const data = await workspace.load(spec);
      const width = dataset.featureNames.length;
      const read = (column: string, row: number): string | number | null => {
        const inputs = data.inputs.subarray(row * width, (row + 1) * width);
        const place = dataset.featureNames.indexOf(column);
        if (place >= 0) return inputs[place] === missingNumber ? null : (inputs[place] ?? null);
        const found = dataset.featureNames.find(
          (feature, index) => feature.startsWith(`${column} = `) && inputs[index] === 1,
        );
        const word = found?.slice(`${column} = `.length);
        return word === undefined || word === 'missing' ? null : word;
      };
      for (const [column, values] of Object.entries(expected)) {
        const wanted = values.map((value) => (typeof value === 'number' ? Math.fround(value) : value));
        const own = column === 'y' ? [...data.targets] : values.map((_, row) => read(column, row));
        expect(own, column).toEqual(wanted);
      }
    },
  );
});
