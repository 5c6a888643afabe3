import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { experimentOf, templateCatalogue } from '@shared/experiment/templates';
import { type NetworkSpec, networkSpecSchema } from '@shared/network/spec';
import { drawNetwork } from '../../../src-main/engine/drawing';

const draw = (network: NetworkSpec, format: 'svg' | 'pdf') =>
  drawNetwork({ network, inputShape: null, format });
const svgOf = async (network: NetworkSpec) => Buffer.from(await draw(network, 'svg')).toString();

describe('the picture of a network', () => {
  it.each(templateCatalogue.map((template) => [template.id, experimentOf(template)] as const))(
    'is an SVG that others draw, with every layer: %s',
    async (_id, { network }) => {
      const svg = await svgOf(network);
      expect(svg.match(/<rect /g)).toHaveLength(network.layers.length + 1);
      expect(svg.match(/<path d="M[^"]*C/g)).toHaveLength(network.edges.length);
      const { width = 0, height = 0 } = await sharp(Buffer.from(svg)).metadata();
      expect(Math.min(width, height)).toBeGreaterThan(150);
      // Something is drawn on the white.
      const { channels } = await sharp(Buffer.from(svg)).flatten({ background: 'white' }).stats();
      expect(channels[0]?.min).toBeLessThan(80);
    },
  );

  it('calls a layer by its kind where its name is blanks alone, and is a picture whatever letters a name has', async () => {
    const network = networkSpecSchema.parse({
      layers: [
        { id: 'input', kind: 'input', shape: [4] },
        { id: 'hidden', kind: 'dense', units: 2, name: '  ' },
        { id: 'scores', kind: 'softmax', name: 'a\u000bb <c>' },
      ],
      edges: [
        ['input', 'hidden'],
        ['hidden', 'scores'],
      ],
    });
    const svg = await svgOf(network);
    expect(svg).toContain('>Dense<');
    expect(svg).toContain('>a b &#60;c&#62;<');
    expect((await sharp(Buffer.from(svg)).metadata()).width).toBeGreaterThan(0);
  });

  it('tells parameters, shapes and names, whatever they are made of', async () => {
    const network = networkSpecSchema.parse({
      layers: [
        { id: 'input', kind: 'input', shape: [28, 28, 1] },
        { id: 'conv', kind: 'conv2d', filters: 8, kernelSize: 5, strides: 2, name: 'a < b & "c"' },
      ],
      edges: [['input', 'conv']],
    });
    const svg = await svgOf(network);
    for (const told of ['8 filters', '14×14×8', '208', 'a &#60; b &#38; &#34;c&#34;']) {
      expect(svg).toContain(told);
    }
    await sharp(Buffer.from(svg)).metadata();
  });

  it('is a PDF of one page of the same size and with the same words', async () => {
    const residual = templateCatalogue.find(({ id }) => id === 'smallResidual');
    if (residual === undefined) throw new Error('there is no such template');
    const { network } = experimentOf(residual);
    const svg = await svgOf(network);
    const pdf = Buffer.from(await draw(network, 'pdf')).toString('latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    const [, width, height] = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    expect(pdf).toContain(`/MediaBox [0 0 ${width} ${height}]`);
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(wordsOfPdf(pdf)).toEqual(
      [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text).filter(Boolean),
    );
  });

  it('is refused as a PDF where a name has letters that PDF’s own fonts lack', async () => {
    const network = networkSpecSchema.parse({
      layers: [{ id: 'input', kind: 'input', shape: [2], name: '输入' }],
      edges: [],
    });
    await expect(draw(network, 'pdf')).rejects.toMatchObject({ code: 'exportFailed', where: '输入' });
    expect(await svgOf(network)).toContain('输入');
  });
});

/** The texts that the page's content shows, in their order. */
function wordsOfPdf(pdf: string): string[] {
  const [, packed = ''] = /stream\n([\s\S]*?)\nendstream/.exec(pdf) ?? [];
  const content = inflateSync(Buffer.from(packed, 'latin1')).toString('latin1');
  return [...content.matchAll(/\[([^\]]*)\] TJ/g)].map(([, shown = '']) =>
    [...shown.matchAll(/<([0-9a-f]*)>/g)]
      .map(([, hex = '']) => new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex')))
      .join(''),
  );
}
