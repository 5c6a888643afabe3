import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { experimentOf, templateCatalogue } from '@shared/experiment/templates';
import { inferNetwork } from '@shared/network/inference';
import { networkSpecSchema } from '@shared/network/spec';
import { networkPicture } from '../../../src-renderer/features/editor/picture/networkPicture';

describe('the picture of a network', () => {
  it.each(templateCatalogue.map((template) => [template.id, experimentOf(template)] as const))(
    'is an SVG that others draw, with every layer: %s',
    async (_id, { network }) => {
      const svg = networkPicture(network, inferNetwork(network, null));
      expect(svg.match(/<rect /g)).toHaveLength(network.layers.length + 1);
      expect(svg.match(/<path d="M[^"]*C/g)).toHaveLength(network.edges.length);
      const { width = 0, height = 0 } = await sharp(Buffer.from(svg)).metadata();
      expect(Math.min(width, height)).toBeGreaterThan(150);
      // Something is drawn on the white.
      const { channels } = await sharp(Buffer.from(svg)).flatten({ background: 'white' }).stats();
      expect(channels[0]?.min).toBeLessThan(80);
    },
  );

  it('tells parameters, shapes and names, whatever they are made of', async () => {
    const network = networkSpecSchema.parse({
      layers: [
        { id: 'input', kind: 'input', shape: [28, 28, 1] },
        { id: 'conv', kind: 'conv2d', filters: 8, kernelSize: 5, strides: 2, name: 'a < b & "c"' },
      ],
      edges: [['input', 'conv']],
    });
    const svg = networkPicture(network, inferNetwork(network, null));
    for (const told of ['8 filters', '14×14×8', '208', 'a &#60; b &#38; &#34;c&#34;']) {
      expect(svg).toContain(told);
    }
    await sharp(Buffer.from(svg)).metadata();
  });
});
