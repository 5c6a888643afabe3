import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { patience } from '../../../patience';
import { smallNetwork, writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab } from '../support/layerlab';

const home = folderForAll();

it(
  'draws the network of an experiment file as SVG and PDF, with the shapes that its data give',
  async () => {
    const file = writeExperiment(home, {
      version: 1,
      name: 'drawn',
      network: smallNetwork(),
      dataset: { kind: 'spirals', examples: 200 },
      training: { epochs: 1 },
    });
    const draw = (name: string, what = file) =>
      layerlab('picture', what, '--out', join(home, name), '--home', home, '--json');
    const drawn = await draw('net.svg');
    expect(drawn.stderr).toBe('');
    const svg = readFileSync(join(home, 'net.svg'));
    expect(lastOf(drawn)).toEqual({
      type: 'drawn',
      path: join(home, 'net.svg'),
      format: 'svg',
      bytes: svg.byteLength,
    });
    expect(svg.toString()).not.toContain('>?<');
    const { width, height } = await sharp(svg).metadata();

    expect((await draw('net.pdf')).stderr).toBe('');
    const pdf = readFileSync(join(home, 'net.pdf'), 'latin1');
    expect(pdf).toContain(`/MediaBox [0 0 ${width} ${height}]`);

    expect(lastOf(await draw('net.png'))).toMatchObject({ error: { code: 'badArgument', where: '--out' } });
    expect(lastOf(await draw('net.svg', 'no such run'))).toMatchObject({ error: { code: 'notFound' } });
  },
  patience.test(3),
);
