import { AppError } from '@shared/errors';

/** Pixels of a picture for each of the screen's. */
export const density = 2;

/** @throws AppError `exportFailed` where it is too large for a picture */
export async function asPng(canvas: HTMLCanvasElement): Promise<Blob> {
  const file = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (file !== null) return file;
  throw new AppError('exportFailed', 'The chart is too large for a picture.', {
    remedy: 'Make the window smaller, or save the chart as SVG.',
  });
}
