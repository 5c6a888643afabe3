import { AppError } from '../errors';

/**
 * That a net's numbers cannot be drawn, since not all of them are finite.
 * @param isByHand it is so with weights that somebody has changed by hand, and not of the net's own doing
 */
export function notFinite(where: string, isByHand = false): AppError {
  if (isByHand) {
    const message = 'With the weights changed by hand not all numbers of the network are finite.';
    return new AppError('badArgument', message, { where, remedy: 'Take them back, or try smaller ones.' });
  }
  return new AppError('diverged', 'Not all numbers of the network are finite, so they cannot be drawn.', {
    where,
    remedy: 'Train it anew with a smaller learning rate, clipped gradients or standardized inputs.',
  });
}
