import { bytesFromBase64 } from '../../shared/charts/heatmap';

/** Hands a file to the browser's downloads. */
export function saveDownload(name: string, base64: string): void {
  const url = URL.createObjectURL(new Blob([bytesFromBase64(base64)], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
