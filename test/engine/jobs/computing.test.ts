import { availableParallelism, cpus } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { requireTrained } from '@shared/runs/imported/trained';
import { experimentSchema } from '@shared/experiment/experiment';
import { withoutEnd } from '../../support/withoutEnd';
import { hasReached, openEngine, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { experimentNamed } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

afterEach(() => void vi.unstubAllEnvs());

/** TensorFlow's switch, for the trainers that are started from here on. */
const kernelSwitch = 'TF_ENABLE_ONEDNN_OPTS';
/** Those that a trainer finds with the switch on. */
const oneDnn = process.arch === 'x64' ? 'oneDnn' : 'plain';

/** Dilated and depthwise convolutions, large enough that each core takes a part of a batch. */
const convolutions = experimentSchema.parse({
  ...experimentNamed('convolutions', { epochs: 1, batchSize: 64 }),
  dataset: { kind: 'renderedDigits', examples: 200, seed: 1 },
  network: {
    layers: [
      { id: 'input', kind: 'input' },
      { id: 'dilated', kind: 'conv2d', filters: 4, dilation: 2 },
      { id: 'depthwise', kind: 'depthwiseConv2d', dilation: 3 },
      { id: 'flatten', kind: 'flatten' },
      { id: 'scores', kind: 'dense', units: 10 },
    ],
    edges: [
      ['input', 'dilated'],
      ['dilated', 'depthwise'],
      ['depthwise', 'flatten'],
      ['flatten', 'scores'],
    ],
  },
});

describe('a run', () => {
  it.each([
    ['0', 'plain'],
    ['1', oneDnn],
    [undefined, oneDnn],
  ])(
    'of convolutions trains with the switch at %s, and says on which kernels and cores',
    async (value, kernels) => {
      vi.stubEnv(kernelSwitch, value);
      const { client } = openEngine(temporaryFolder(), programs);
      const { runId } = await client.runs.start({ experiment: convolutions });
      await watchUntil(client, runId);
      const run = await client.runs.get({ runId });
      expect(run).toMatchObject({ state: 'completed', error: null, earlierVersions: [] });
      const parts = Math.min(availableParallelism(), 4);
      expect(run.versions?.computing).toEqual({
        processor: cpus()[0]?.model.trim(),
        kernels,
        parts,
        threads: Math.ceil(availableParallelism() / parts),
      });
    },
  );

  it('that goes on with other kernels says until when it had which', async () => {
    const home = temporaryFolder();
    const { client, engine } = openEngine(home, programs);
    vi.stubEnv(kernelSwitch, '0');
    const { runId } = await client.runs.start({
      experiment: experimentNamed('moved', withoutEnd),
    });
    await watchUntil(client, runId, hasReached(20));
    const step = (await client.runs.stop({ runId })).progress?.step ?? 0;
    await engine.close();

    vi.stubEnv(kernelSwitch, '1');
    const { client: other } = openEngine(home, programs);
    await other.runs.continue({ runId });
    await watchUntil(other, runId, hasReached(step + 20));
    await other.runs.stop({ runId });
    const { versions, earlierVersions } = requireTrained(await other.runs.get({ runId }));
    expect(versions.computing?.kernels).toBe(oneDnn);
    expect(earlierVersions).toEqual([
      { untilStep: step, versions: { ...versions, computing: { ...versions.computing, kernels: 'plain' } } },
    ]);
  });
});
