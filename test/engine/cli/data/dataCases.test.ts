import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseExperiment } from '@shared/experiment/parsing';
import { chain } from '@shared/experiment/templates/template';
import { requireTrained } from '@shared/runs/imported/trained';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../../patience';
import { writeExperiment } from '../../../support/experiments';
import { rows } from '../../../support/tables';
import { withoutEnd } from '../../../support/withoutEnd';
import { type BuiltEngine, startBuiltEngine } from '../../support/builtEngine';
import { experimentNamed } from '../../support/stores';
import { folderForAll } from '../../support/workspace';
import { refused, right, type Case } from './dataCases';
import { layerlab } from '../support/layerlab';

function idx(magic: number, sizes: readonly number[], bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  [magic, ...sizes].forEach((value, index) => header.writeUInt32BE(value, 4 * index));
  return Buffer.concat([header, bytes]);
}

describe('data as people have it', { timeout: patience.test(3) }, () => {
  const home = folderForAll();

  function experimentFile(name: string, dataset: object, outputs: number): string {
    const network = chain(
      { id: 'input', kind: 'input' },
      { id: 'flatten', kind: 'flatten' },
      { id: 'scores', kind: 'dense', units: outputs },
    );
    const loss = outputs === 1 ? 'meanSquaredError' : 'softmaxCrossEntropy';
    const training = { loss, epochs: 1, batchSize: 64, seed: 1, observation: 'off' };
    return writeExperiment(home, { version: 1, name, network, dataset, training });
  }

  async function trained(file: string) {
    const { code, stderr, stdout } = await layerlab('train', file, '--home', home, '--json');
    expect(code, `${stderr}${stdout.slice(-2000)}`).toBe(0);
    const shown = await layerlab('show', 'last', '--home', home, '--json');
    const { experiment, datasetHash } = JSON.parse(shown.stdout) as {
      experiment: { dataset: object };
      datasetHash: string;
    };
    return { experiment, dataset: preparedIn(home, datasetHash) };
  }

  function preparedIn(workspace: string, hash: string | null): object {
    const description = join(workspace, 'datasets', hash ?? '', 'dataset.json');
    return JSON.parse(readFileSync(description, 'utf8')) as object;
  }

  async function problemsOf(file: string) {
    const { code, stdout } = await layerlab('validate', file, '--home', home, '--json');
    expect(code).toBe(1);
    return (JSON.parse(stdout) as { problems: { message: string; where: string; remedy: string }[] })
      .problems;
  }

  describe('in one engine, as a window has it', () => {
    let engine: BuiltEngine;
    beforeAll(async () => {
      engine = startBuiltEngine(join(home, 'window'));
      // What is started behind it is read, and waits.
      await engine.client.runs.start({ experiment: experimentNamed('busy', withoutEnd) });
    });
    afterAll(() => engine.close());

    /** A table's experiment with all that a window would have put into it. */
    function experimentOn(
      name: string,
      { content, dataset }: Pick<Case, 'content' | 'dataset'>,
      outputs: number,
    ) {
      const path = join(home, `${name}.csv`);
      writeFileSync(path, content);
      const file = experimentFile(name, { kind: 'csv', path, ...dataset }, outputs);
      return parseExperiment(JSON.parse(readFileSync(file, 'utf8')));
    }

    it.each(right.map((one, place) => ({ ...one, place })))('$says: read right', async (one) => {
      const experiment = experimentOn(`right${one.place}`, one, one.outputs);
      const { runId } = await engine.client.runs.start({ experiment });
      const run = requireTrained(await engine.client.runs.get({ runId }));
      expect(run).toMatchObject({ state: 'queued', error: null });
      expect(preparedIn(join(home, 'window'), run.datasetHash)).toMatchObject(one.read);
      expect(run.experiment.dataset).toMatchObject(one.resolved ?? {});
    });

    it.each(refused.map((one, place) => ({ ...one, place })))(
      '$says: refused, with its place',
      async (one) => {
        const experiment = experimentOn(`refused${one.place}`, one, 2);
        await expect(engine.client.runs.start({ experiment })).rejects.toMatchObject({
          message: expect.stringMatching(one.because) as string,
          where: expect.stringMatching(one.where ?? /refused\d+\.csv/) as string,
          remedy: expect.stringMatching(/./) as string,
        });
      },
    );
  });

  it('26 labels from 1 are 26 classes with their own names', async () => {
    const labels = Uint8Array.from({ length: 104 }, (_, index) => 1 + (index % 26));
    writeFileSync(join(home, 'letters-images'), idx(0x803, [104, 2, 2], new Uint8Array(416)));
    writeFileSync(join(home, 'letters-labels'), idx(0x801, [104], labels));
    const dataset = { kind: 'idx', images: 'letters-images', labels: 'letters-labels' };
    const run = await trained(experimentFile('letters', dataset, 26));
    expect(run.dataset).toMatchObject({ classNames: rows(26, (index) => String(index + 1)) });
  });

  it('a gzip of two members and one with padding are read to their ends', async () => {
    const images = idx(
      0x803,
      [40, 2, 2],
      Uint8Array.from({ length: 160 }, (_, index) => index),
    );
    const labels = idx(
      0x801,
      [40],
      Uint8Array.from({ length: 40 }, (_, index) => index % 2),
    );
    writeFileSync(
      join(home, 'two.gz'),
      Buffer.concat([gzipSync(images.subarray(0, 90)), gzipSync(images.subarray(90))]),
    );
    writeFileSync(join(home, 'padded.gz'), Buffer.concat([gzipSync(labels), Buffer.alloc(512)]));
    const run = await trained(
      experimentFile('gzip', { kind: 'idx', images: 'two.gz', labels: 'padded.gz' }, 2),
    );
    expect(run.dataset).toMatchObject({ examples: 40, classNames: ['0', '1'] });
    expect(JSON.stringify(run.dataset)).toContain('512 bytes after the end of padded.gz were ignored');
  });

  it('a web page named .gz, and CIFAR-100 taken for CIFAR-10, are named', async () => {
    writeFileSync(join(home, 'page.gz'), '<!DOCTYPE html><html></html>');
    const labels = idx(0x801, [40], new Uint8Array(40));
    writeFileSync(join(home, 'page-labels'), labels);
    const page = await problemsOf(
      experimentFile('page', { kind: 'idx', images: 'page.gz', labels: 'page-labels' }, 2),
    );
    expect(page[0]?.message).toMatch(/web page/);
    writeFileSync(join(home, 'train.bin'), Buffer.alloc(3074 * 40));
    const cifar = await problemsOf(experimentFile('cifar', { kind: 'cifar10', path: '.' }, 10));
    expect(JSON.stringify(cifar)).toMatch(/CIFAR-100/);
  });
});
