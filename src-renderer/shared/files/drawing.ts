import type { DrawingFormat } from '@shared/contract/exports';
import { titleAsFileName } from '@shared/titleAsFileName';
import { bytesFromBase64 } from './base64';
import { download } from './files';

const mediaTypes: Readonly<Record<DrawingFormat, string>> = {
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
};

/** Saves the picture of a network, by the name of its experiment or run. */
export function saveDrawing(name: string, format: DrawingFormat, base64: string): void {
  const file = `${titleAsFileName(name, 'network')}.${format}`;
  download(file, bytesFromBase64(base64), mediaTypes[format]);
}
