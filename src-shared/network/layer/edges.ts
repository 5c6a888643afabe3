import { z } from 'zod';
import type { ImageEdges } from '../../ops/ops';
import type { KerasArgument } from '../../frameworks/kerasArguments';
import type { CodeValue } from '../../frameworks/values';

const side = z.int().min(0).max(1024);
export const edgesSchema = z.tuple([side, side, side, side]);

export const edgesField = {
  control: 'shape',
  help: 'Rows at the top and the bottom, columns at the left and the right.',
} as const;

/** Keras's ((top, bottom), (left, right)), which it also takes as two numbers, or as one. */
export function edges(name: string): KerasArgument {
  return {
    name,
    write(value) {
      const [top, bottom, left, right] = value as ImageEdges;
      const pairs: readonly CodeValue[] = [
        [top, bottom],
        [left, right],
      ];
      return pairs;
    },
    read(value) {
      if (typeof value === 'number') return [value, value, value, value];
      if (!Array.isArray(value) || value.length !== 2) return undefined;
      return value.flatMap((each: unknown) => (Array.isArray(each) ? (each as unknown[]) : [each, each]));
    },
  };
}
