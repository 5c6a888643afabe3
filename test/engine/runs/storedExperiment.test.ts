import { describe, expect, it } from 'vitest';
import { storedExperiment } from '../../../src-main/engine/runs/database/storedExperiment';
import { smallNetwork } from '../../support/experiments';

const dates = { type: 'date', parts: ['year', 'month', 'day', 'weekday'], dateOrder: 'ymd' } as const;

function stored(columns: object): unknown {
  return storedExperiment({
    version: 1,
    name: 'stored',
    network: smallNetwork(4),
    dataset: { kind: 'csv', path: '/data/series.csv', target: 'y', columns },
    training: {},
  }).dataset;
}

describe('the experiment of a run that an earlier version has stored', () => {
  it('is called untitled where its name is blanks alone, which were a name', () => {
    const unnamed = {
      version: 1,
      name: ' ',
      network: smallNetwork(4),
      dataset: { kind: 'moons' },
      training: {},
    };
    expect(storedExperiment(unnamed).name).toBe('untitled');
  });

  it('has a block whose name is blanks alone under the name of a new one', () => {
    const network = smallNetwork(4);
    const blocks = [' ', 'stem'].map((name, place) => ({
      ...{ id: `block${place}`, name },
      layers: [network.layers[place + 1]?.id],
    }));
    const experiment = {
      version: 1,
      network: { ...network, blocks },
      dataset: { kind: 'moons' },
      training: {},
    };
    expect(storedExperiment(experiment).network.blocks?.map(({ name }) => name)).toEqual(['Block', 'stem']);
  });

  it('holds of a column of dates what goes with its role, so that it can be read again', () => {
    const columns = {
      born: dates,
      when: { ...dates, role: 'time' },
      visit: { ...dates, role: 'group' },
      left: { ...dates, role: 'ignore' },
      rank: { type: 'ordinal', order: ['low', 'high'], role: 'ignore' },
    };
    expect(stored(columns)).toMatchObject({
      columns: {
        born: dates,
        rank: columns.rank,
      },
    });
    expect(stored(columns)).toHaveProperty('columns.when', { role: 'time', type: 'date', dateOrder: 'ymd' });
    expect(stored(columns)).toHaveProperty('columns.visit', { role: 'group', type: 'date' });
    expect(stored(columns)).toHaveProperty('columns.left', { role: 'ignore', type: 'date' });
  });
});
