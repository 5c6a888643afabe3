import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { datasetSpecSchema } from '@shared/data/spec';
import { Random } from '@shared/random';
import { prepareDataset } from '../../src-main/engine/datasets';
import { askPeer } from '../peers/ask';

/** How fast a folder of images is read, beside Pillow on all cores on the same files, turn and turn about. */
const { values: options } = parseArgs({
  options: {
    images: { type: 'string', default: '20000' },
    turns: { type: 'string', default: '3' },
    /** Side of what the images become. */
    side: { type: 'string', default: '64' },
    /** A Python with Pillow. */
    python: { type: 'string', default: process.env['LAYERLAB_PEERS'] ?? 'python3' },
  },
});
const [images, turns, side] = [Number(options.images), Number(options.turns), Number(options.side)];
const [width, height] = [640, 480];

/** A photograph's share of detail: soft areas with noise on them. */
async function drawn(index: number): Promise<Buffer> {
  const random = new Random(2, index);
  const small = Uint8Array.from({ length: 16 * 12 * 3 }, () => random.integer(256));
  return sharp(small, { raw: { width: 16, height: 12, channels: 3 } })
    .resize(width, height)
    .jpeg({ quality: 90 })
    .toBuffer();
}

const folder = await mkdtemp(join(tmpdir(), 'layerlab-images-'));
try {
  const path = join(folder, 'images');
  // The same pictures come again: what is measured is decoding, and drawing many would take longer.
  const pictures = await Promise.all(Array.from({ length: 40 }, (_, index) => drawn(index)));
  for (const name of ['a', 'b']) await mkdir(join(path, name), { recursive: true });
  for (let index = 0; index < images; index++) {
    await writeFile(join(path, index % 2 === 0 ? 'a' : 'b', `${index}.jpg`), pictures[index % 40] ?? '');
  }
  console.log(`${images.toLocaleString('en')} JPEG images of ${width} × ${height}, to ${side} × ${side}`);
  for (let turn = 0; turn < turns; turn++) {
    const started = performance.now();
    const spec = datasetSpecSchema.parse({ kind: 'imageFolder', path, width: side, height: side });
    await prepareDataset(spec, { directory: join(folder, `prepared-${turn}`) });
    const own = (performance.now() - started) / 1000;
    await rm(join(folder, `prepared-${turn}`), { recursive: true, force: true });
    const size = String(side);
    const peer = askPeer<{ seconds: number; version: string }>(
      options.python,
      'read_images.py',
      path,
      size,
      size,
    );
    const beside =
      peer === null
        ? 'no Pillow to compare with'
        : `Pillow ${peer.version} ${peer.seconds.toFixed(1)} s: ${(peer.seconds / own).toFixed(2)} times as fast`;
    console.log(`prepared ${own.toFixed(1)} s; ${beside}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
