import type { z } from 'zod';

/** How a parameter is edited: a label in words, and hints for the control. */
export interface ParameterField {
  readonly label: string;
  readonly help?: string;
  readonly control: 'integer' | 'number' | 'pair' | 'numbers' | 'switch' | 'choice' | 'initializer' | 'shape';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly step?: number;
  readonly choices?: readonly string[];
  /** False where no value is better than another, so that there is no best one to look for; absent: there may be one. */
  readonly hasBest?: false;
}

export interface Description {
  /** Two or three sentences in a teacher's words. */
  readonly summary: string;
  /** In plain text with Unicode mathematics: `y = x·W + b`. */
  readonly formula: string;
  /** Where the formula comes from: a paper, CS231n's notes. */
  readonly source: string;
}

/** What a definition says of itself, whatever it defines: its name in the experiment file, its words, its parameters. */
export interface Definition<P extends object = object> {
  readonly kind: string;
  readonly title: string;
  readonly description: Description;
  /** The parameters as they stand in the experiment file, with their defaults. */
  readonly schema: z.ZodType<P>;
  /** How each parameter is edited. */
  readonly fields: Readonly<Record<string, ParameterField>>;
}
