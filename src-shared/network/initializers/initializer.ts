import type { Description } from '../../catalogue/definition';
import type { InitializerCode } from './initializerCode';
import type { Shape } from '../../ops/shape';
import type { Random } from '../../random';

/** What an initializer may go by. */
export interface InitializerRequest {
  readonly shape: Shape;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly random: Random;
  /** The numbers written beside the kind, where there are any. */
  readonly options: InitializerOptions;
}

export interface InitializerOptions {
  readonly standardDeviation?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly gain?: number | undefined;
  readonly value?: number | undefined;
}

/** How a weight tensor starts. One file defines it; the catalogue lists it. */
export interface InitializerDefinition {
  readonly title: string;
  readonly description: Description;
  /** Which of the options it reads, with their defaults. */
  readonly defaults: InitializerOptions;
  readonly code: InitializerCode;
  /** Sets every value, row-major. */
  fill(values: Float32Array, request: InitializerRequest): void;
}

export function fillUniform(values: Float32Array, random: Random, minimum: number, maximum: number): void {
  for (let i = 0; i < values.length; i++) values[i] = minimum + (maximum - minimum) * random.uniform();
}

/** Standard deviation of a normal distribution of deviation 1 that is cut at ±2. */
const truncatedDeviation = 0.87962566103423978;

/**
 * Normal, drawn again where it falls beyond two standard deviations, and widened so that the deviation asked
 * for is the one that results (as Keras's variance scaling does).
 */
export function fillTruncatedNormal(values: Float32Array, random: Random, standardDeviation: number): void {
  const scale = standardDeviation / truncatedDeviation;
  for (let i = 0; i < values.length; i++) {
    let value = random.normal();
    while (Math.abs(value) > 2) value = random.normal();
    values[i] = scale * value;
  }
}
