import { cpSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { Random } from '@shared/random';
import { temporaryFolder } from '../support/workspace';
import { filledWorkspace, lossOf, opened } from './workspace';

/** `LAYERLAB_MUTATIONS=100` tries as many of each kind. */
const mutations = Number(process.env['LAYERLAB_MUTATIONS'] ?? 6);
const runCount = 8;
const database = 'layerlab.sqlite';

/** What happened to a workspace that was damaged. */
type Outcome = 'refused' | 'damaged' | 'whole';
const outcomes: Record<string, number> = {};

/** A workspace as it lies on disk while it is open, as a killed process leaves it: with a journal, without a seal. */
function killedWorkspace(): { home: string; ids: RunId[] } {
  const { home, ids } = filledWorkspace(runCount);
  const { runs, close } = opened(home);
  for (const id of ids) runs.setNote(id, `note of ${id}`);
  const copy = join(temporaryFolder(), 'killed');
  cpSync(home, copy, { recursive: true });
  close();
  return { home: copy, ids };
}

function mutate(path: string, numbers: Random): string {
  const bytes = readFileSync(path);
  if (numbers.integer(5) === 0) {
    const length = numbers.integer(bytes.byteLength);
    truncateSync(path, length);
    return `cut to ${length}`;
  }
  const places = Array.from({ length: 1 + numbers.integer(4) }, () => numbers.integer(bytes.byteLength));
  for (const place of places)
    bytes.writeUInt8((bytes.readUInt8(place) + 1 + numbers.integer(255)) % 256, place);
  writeFileSync(path, bytes);
  return `changed at ${places.join(', ')}`;
}

/** What is shown of every run is what was written, or it is said to be damaged. */
function look(home: string, ids: readonly RunId[]): Outcome {
  let open;
  try {
    open = opened(home);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(AppError);
    expect((thrown as AppError).code).toBe('workspaceDamaged');
    return 'refused';
  }
  const { list, runs, metrics, close } = open;
  try {
    const listed = new Map(list().map((run) => [run.id, run]));
    expect([...listed.keys()].sort()).toEqual([...ids].sort());
    const isWhole = ids.map((id, index) => {
      const run = listed.get(id);
      const isShown = run !== undefined && run.state !== 'damaged';
      if (isShown) {
        expect(run).toMatchObject({ name: `run ${index}`, state: 'completed', parameterCount: 42 });
        expect(run.metrics).toMatchObject({ trainingLoss: index + 0.5, validationLoss: index + 0.25 });
        expect(run.checkpoints).toMatchObject([{ name: 'last', step: 300, epoch: 3 }]);
        expect(runs.material(id).experiment.name).toBe(`run ${index}`);
      }
      return (
        isShown && isCurveRight(() => metrics.read(id, { split: 'training', name: 'loss' }).values, index)
      );
    });
    return isWhole.every(Boolean) ? 'whole' : 'damaged';
  } finally {
    close();
  }
}

/** @returns whether it is shown at all */
function isCurveRight(read: () => Float64Array, index: number): boolean {
  let values;
  try {
    values = read();
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'workspaceDamaged' });
    return false;
  }
  expect(Array.from(values)).toEqual(lossOf(index));
  return true;
}

describe('of a workspace with bytes changed or cut, nothing wrong is shown as right', () => {
  it.each([
    ['in its database, when it was closed', filledWorkspace, database],
    ['in its database, when it was killed', killedWorkspace, database],
    ['in its journal, when it was killed', killedWorkspace, `${database}-wal`],
  ])('%s', (name, make, file) => {
    const whole = make(runCount);
    expect(look(copyOf(whole.home), whole.ids)).toBe('whole');
    for (let seed = 1; seed <= mutations; seed++) {
      const home = copyOf(whole.home);
      const what = mutate(join(home, file), new Random(seed));
      const before = bytesOf(home);
      let outcome: Outcome;
      try {
        outcome = look(home, whole.ids);
      } catch (thrown) {
        throw new Error(`seed ${seed}, ${what}`, { cause: thrown });
      }
      const key = `${name}: ${outcome}`;
      outcomes[key] = (outcomes[key] ?? 0) + 1;
      const mayWrite = outcome === 'whole' || file !== database || make === killedWorkspace;
      if (outcome === 'refused' || !mayWrite) expect(bytesOf(home), `seed ${seed}, ${what}`).toEqual(before);
    }
    if (process.env['LAYERLAB_MUTATIONS'] !== undefined) console.log(outcomes);
  });
});

function copyOf(home: string): string {
  const copy = join(temporaryFolder(), 'copy');
  cpSync(home, copy, { recursive: true });
  return copy;
}

/** The database and its journal, byte for byte. */
function bytesOf(home: string): Record<string, string> {
  const names = readdirSync(home).filter((name) => name === database || name === `${database}-wal`);
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(home, name)).size > 0)
      .map((name) => [name, readFileSync(join(home, name)).toString('latin1')]),
  );
}
