import { z } from 'zod';
import { conditions } from './conditions';
import { foundSchema } from './found';

/** What a condition is called everywhere: the catalogue's kinds, roots before what they bring about. */
export type FindingKind = (typeof conditions)[number]['kind'];
const findingKinds = conditions.map(({ kind }) => kind) as [FindingKind, ...FindingKind[]];
export const findingKindSchema = z.enum(findingKinds);

const { layer, severity, confidence, since, evidence, remedies } = foundSchema.shape;

/** Something that goes wrong in a run: what, where, since when, and what could help. */
export const findingSchema = z.object({
  kind: findingKindSchema,
  ...{ layer, severity, confidence, since, evidence },
  /** Another finding of the same run that explains this one. */
  causedBy: findingKindSchema.nullable(),
  remedies,
});
export type Finding = z.infer<typeof findingSchema>;
