import { outputSumOf } from '@shared/network/outputSum';
import type { PictureOf } from '@shared/pictures/catalogue';
import { drawFit } from './fit';
import { byteMaps } from './layers/byteMaps';
import type { DrawPicture } from './source';

export const drawParts: DrawPicture<PictureOf<'parts'>> = function* (source, step, pace) {
  const { session, network } = source;
  const sum = outputSumOf(network);
  if (sum === null) throw new Error('the output of the network is no sum of units');
  const { output, summed, units } = sum;
  const fit = yield* drawFit(source, step, pace);
  const given = session.layerOutputs(Float32Array.from(fit.x), fit.x.length)[summed] ?? new Float32Array();
  const own = session.readState((name) => name.startsWith(`parameters/${output}/`));
  const valuesOf = (weight: string) => own.find(({ name }) => name.endsWith(`/${weight}`))?.values;
  const kernel = valuesOf('kernel') ?? new Float32Array();
  const parts = given.map((value, at) => value * (kernel[at % units] ?? 0));
  const bias = valuesOf('bias')?.[0] ?? 0;
  return { ...fit, kind: 'parts', layer: summed, units, bias, ...byteMaps(parts, fit.x.length, units) };
};
