import { runLabelsSchema } from '@shared/contract/runs/runTable';
import { type AppError } from '@shared/errors';
import { parseExperiment } from '@shared/experiment/parsing';
import { newId } from '../../src-main/engine/runs/ids';
import { describe, expect, it } from 'vitest';
import { smallNetwork } from '../support/experiments';

const experiment = (name: string) =>
  parseExperiment({ version: 1, name, network: smallNetwork(2), dataset: { kind: 'moons' }, training: {} });
const labels = (change: object) => runLabelsSchema.safeParse({ runIds: [newId()], ...change });

describe('what a person calls something', () => {
  it('is without the blanks around it', () => {
    expect(experiment(' two  words ').name).toBe('two  words');
    const change = { name: '\tbest\n', addNote: ' a line ', addTags: [' a '], removeTags: [' b '] };
    expect(labels(change).data).toMatchObject({
      name: 'best',
      addNote: 'a line',
      addTags: ['a'],
      removeTags: ['b'],
    });
  });

  it.each([{ name: ' ' }, { addNote: '\t' }, { addTags: [' '] }])('is not blanks alone: %j', (change) => {
    expect(labels(change).success).toBe(false);
  });

  it('is told to be missing where an experiment’s name is blanks alone', () => {
    expect(() => experiment('  ')).toThrow(
      expect.objectContaining({ message: 'The text is empty or too short', where: 'name' }) as AppError,
    );
  });
});
