import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../../src-main/trainer/checkpoints/checkpoint';
import { hashTensors } from '../../../src-main/trainer/checkpoints/safetensors';
import { spirals, StopAfter, trainTogether, Workplace } from './trainHere';
import { patience } from '../../patience';

/** Steps after which runs are stopped, spread over them; machine code takes seconds to make for each. */
const stops = {
  plain: Number(process.env['LAYERLAB_STOPS'] ?? 5),
  xla: Number(process.env['LAYERLAB_STOPS'] ?? 1),
};
const seeds = [1, 2, 3];

let places: readonly [Workplace, Workplace, Workplace];
beforeEach(() => (places = [new Workplace(), new Workplace(), new Workplace()]));
afterEach(() => {
  for (const place of places) place.remove();
});

const lastOf = ({ directory }: Workplace) => readCheckpoint(join(directory, 'last.safetensors'));
const weightsOf = (place: Workplace) => hashTensors(lastOf(place).tensors);

describe.each(['plain', 'xla'] as const)('a run that was stopped, its steps run as %s,', (compilation) => {
  it(
    'goes on to exactly the weights of the run that was not, wherever it was stopped',
    async () => {
      const [place] = places;
      const input = spirals({ compilation });
      await place.train(await place.job(input));
      const whole = weightsOf(place);
      const { step: steps } = lastOf(place).clock;
      for (let trial = 0; trial < stops[compilation]; trial++) {
        const stopAt = (trial * 7919) % steps;
        const stopped = await place.train(await place.job(input), {
          control: new StopAfter(stopAt),
          longestSlice: 1,
        });
        expect(stopped.finished.state).toBe('stopped');
        const resumed = await place.train(await place.job(input, { resume: true }));
        expect(resumed.finished.state).toBe('completed');
        expect(resumed.series('training', 'loss').steps[0]).toBe(stopAt + 1);
        expect(weightsOf(place), `stopped after step ${stopAt}`).toBe(whole);
      }
    },
    patience.test(5 + stops[compilation] / 4),
  );

  it(
    'in a group, goes on to the weights that it would have had there, as do the others without it',
    async () => {
      const jobs = await Promise.all(
        places.map((place, index) =>
          place.job(spirals({ compilation, seed: seeds[index] }), { runId: `run${index}` }),
        ),
      );
      const all = seeds.map((_, place) => ({ place }));
      await trainTogether(jobs, all);
      const whole = places.map(weightsOf);
      const { step: steps } = lastOf(places[0]).clock;
      for (let trial = 0; trial < stops[compilation]; trial++) {
        const stopAt = (trial * 7919) % steps;
        const place = trial % seeds.length;
        const control = new StopAfter(stopAt);
        await trainTogether(
          jobs,
          all.map((member) => (member.place === place ? { place, control } : member)),
        );
        expect(places.map((each) => lastOf(each).clock.step)[place]).toBe(stopAt);
        await trainTogether(jobs, [{ place, resume: true }]);
        expect(places.map(weightsOf), `run ${place} stopped after step ${stopAt}`).toEqual(whole);
      }
    },
    patience.test(5 + stops[compilation] / 4),
  );
});
