import { z } from 'zod';
import { defineMove, type Move } from '../augmentation';
import { drawWhole } from '../draws';
import { pointMap } from '../pointMaps';

type MirrorDefinition<K extends string> = Pick<Move<K, z.ZodBoolean>, 'kind' | 'words'> & {
  readonly field: { readonly label: string; readonly help: string };
  readonly axis: 'x' | 'y';
  /** Which images are mirrored is drawn from it. */
  readonly stream: number;
};

/** Mirrors each image with probability ½ along an axis: x ↦ width − 1 − x, or y ↦ height − 1 − y. */
export function defineMirror<K extends string>(definition: MirrorDefinition<K>): Move<K, z.ZodBoolean> {
  const { kind, words, field, axis, stream } = definition;
  return defineMove({
    ...{ kind, words, schema: z.boolean(), usual: true, isWhole: true },
    field: { ...field, control: 'switch' },
    map(numbers, _strength, { height, width }) {
      const kept = drawWhole(numbers, stream, 0, 2);
      const mirrored = numbers.subtract(numbers.constant(1), kept);
      const step = numbers.subtract(kept, mirrored);
      const startAt = (length: number) => numbers.multiply(mirrored, numbers.constant(length - 1));
      return pointMap(
        numbers,
        axis === 'x' ? { xx: step, x0: startAt(width) } : { yy: step, y0: startAt(height) },
      );
    },
  });
}
