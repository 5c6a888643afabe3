import { layerHeight, layerWidth } from '@shared/drawing/layout';
import { escapedText, writableText } from '@shared/drawing/markup';
import { cornerRadius, ink } from './look';
import type { NetworkPicture, Shape } from './networkPicture';

/** A picture as an SVG file. */
export function svgOf({ left, top, width, height, shapes }: NetworkPicture): Uint8Array {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="Helvetica, Arial, sans-serif">
<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${ink.paper}"/>
${shapes.map(element).join('\n')}
</svg>
`);
}

function element(shape: Shape): string {
  switch (shape.kind) {
    case 'line':
      return `<path d="${shape.path}" fill="none" stroke="${ink.edge}" stroke-width="1.2"/>`;
    case 'box':
      return `<rect x="${shape.x}" y="${shape.y}" width="${layerWidth}" height="${layerHeight}" rx="${cornerRadius}" fill="${ink.paper}" stroke="${ink.box}"/>`;
    case 'text': {
      const { x, y, text, size, isBold = false, ends = false } = shape;
      const more = `${isBold ? ' font-weight="600"' : ''}${ends ? ' text-anchor="end"' : ''}`;
      return `<text x="${x}" y="${y}" font-size="${size}"${more}>${escapedText(writableText(text))}</text>`;
    }
  }
}
