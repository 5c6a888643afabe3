import type { DrawRequest } from '@shared/contract/exports';
import { AppError } from '@shared/errors';
import { inferNetwork } from '@shared/network/inference';
import { networkPicture } from './networkPicture';
import { pdfOf } from './pdf';
import { svgOf } from './svg';

const writers = { svg: svgOf, pdf: pdfOf };

/**
 * A network drawn as a picture for a paper, in the file's bytes.
 * @throws AppError `badNetwork` where there is nothing to draw, `exportFailed` for what the format cannot write
 */
export async function drawNetwork({ network, inputShape, format }: DrawRequest): Promise<Uint8Array> {
  if (network.layers.length === 0) {
    throw new AppError('badNetwork', 'The network has no layers yet', {
      remedy: 'Put a layer on the canvas.',
    });
  }
  const inferred = inferNetwork(network, inputShape === null ? null : { inputShape });
  return writers[format](networkPicture(network, inferred));
}
