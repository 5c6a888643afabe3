import { gelu } from '../../../network/layers/gelu';
import { sigmoid } from '../../../network/layers/sigmoid';
import { softplus } from '../../../network/layers/softplus';
import { softsign } from '../../../network/layers/softsign';
import { swish } from '../../../network/layers/swish';
import { tanh } from '../../../network/layers/tanh';
import { isSmoothThroughout, valueAt, type Expression, type FunctionLayer } from './expression';

interface Candidate extends FunctionLayer {
  curve(x: number): number;
}

const candidates: readonly Candidate[] = [
  { kind: 'gelu', curve: (x) => gelu.curve?.(x, { approximate: false }) ?? NaN },
  {
    kind: 'gelu',
    parameters: { approximate: true },
    curve: (x) => gelu.curve?.(x, { approximate: true }) ?? NaN,
  },
  ...[swish, tanh, sigmoid, softplus, softsign].map(({ kind, curve }) => ({
    kind,
    curve: (x: number) => curve?.(x, {}) ?? NaN,
  })),
];

/** How far from zero functions are looked at. */
export const farthest = 40;

/** Many near zero, where functions differ, and some far off. */
const places = Array.from({ length: 401 }, (_, index) => {
  const far = (index - 200) / 200;
  return farthest * far * Math.abs(far) + 0.001;
});

/** Larger than the rounding of constants kept in float32 makes it, smaller than any two candidates are apart. */
const tolerance = 1e-5;

/** The layer that computes a function, told by its values; null where none does. */
export function recognized(expression: Expression): FunctionLayer | null {
  if (!isSmoothThroughout(expression)) return null;
  const values = places.map((x) => valueAt(expression, x));
  const fits = ({ curve }: Candidate) =>
    places.every((x, at) => Math.abs((values[at] ?? NaN) - curve(x)) <= tolerance * Math.max(1, Math.abs(x)));
  const found = candidates.find(fits);
  return found === undefined ? null : { kind: found.kind, parameters: found.parameters ?? {} };
}
