import { buffer } from 'node:stream/consumers';
import { layerHeight, layerWidth } from '@shared/drawing/layout';
import { AppError } from '@shared/errors';
import { producer } from '../exporting/producer';
import { cornerRadius, ink } from './look';
import type { NetworkPicture, Shape } from './networkPicture';

/** What a PDF's own fonts can write besides Latin letters of one byte (Windows-1252, as PDF's WinAnsiEncoding). */
const beyondLatin = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/**
 * A picture as a PDF file of one page, a point for a pixel.
 * @throws AppError `exportFailed` for letters that its fonts have not
 */
export async function pdfOf(picture: NetworkPicture): Promise<Uint8Array> {
  const { left, top, width, height, shapes } = picture;
  requireLetters(shapes);
  // Hardly a session draws one, and the engine starts without it.
  const { default: PDFDocument } = await import('pdfkit');
  const document = new PDFDocument({ size: [width, height], margin: 0, info: { Producer: producer.name } });
  document.translate(-left, -top);
  for (const shape of shapes) draw(document, shape);
  document.end();
  return buffer(document);
}

function draw(document: PDFKit.PDFDocument, shape: Shape): void {
  switch (shape.kind) {
    case 'line':
      document.path(shape.path).lineWidth(1.2).stroke(ink.edge);
      return;
    case 'box':
      document
        .roundedRect(shape.x, shape.y, layerWidth, layerHeight, cornerRadius)
        .lineWidth(1)
        .fillAndStroke(ink.paper, ink.box);
      return;
    case 'text': {
      const { x, y, text, size, isBold = false, ends = false } = shape;
      document.font(isBold ? 'Helvetica-Bold' : 'Helvetica', size).fillColor(ink.text);
      const start = ends ? x - document.widthOfString(text) : x;
      document.text(text, start, y, { lineBreak: false, baseline: 'alphabetic' });
    }
  }
}

function requireLetters(shapes: readonly Shape[]): void {
  for (const shape of shapes) {
    if (shape.kind !== 'text') continue;
    const lacking = [...shape.text].find((letter) => letter > 'ÿ' && !beyondLatin.includes(letter));
    if (lacking === undefined) continue;
    throw new AppError('exportFailed', `A PDF’s own fonts have no “${lacking}”`, {
      where: shape.text,
      remedy: 'Save the picture as SVG, or give the layer a name in Latin letters.',
    });
  }
}
