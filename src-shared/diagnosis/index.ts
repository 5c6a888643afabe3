import type { Condition } from './condition';
import { conditions as catalogue } from './conditions';
import type { Finding, FindingKind } from './finding';
import { RunRecord, type RunFacts } from './record';

const conditions: readonly Condition<FindingKind>[] = catalogue;

/**
 * What goes wrong in a run, by what is known of it so far, roots first. A run of which too little is known, and one that
 * does well, has no findings.
 */
export function diagnose(facts: RunFacts): Finding[] {
  const record = facts.observations.length === 0 ? null : RunRecord.of(facts);
  if (record === null) return [];
  const found = conditions.flatMap((condition) =>
    condition.look(record).map((each) => ({ kind: condition.kind, ...each })),
  );
  const kinds = new Set(found.map(({ kind }) => kind));
  const named = found.map(({ kind, layer, severity, confidence, since, evidence, remedies }) => {
    const causedBy = rootOf(kind, kinds);
    return { kind, layer, severity, confidence, since, evidence, causedBy, remedies };
  });
  return [
    ...named.filter(({ causedBy }) => causedBy === null),
    ...named.filter(({ causedBy }) => causedBy !== null),
  ];
}

/** The condition of the catalogue. */
export function conditionOf(kind: FindingKind): Condition {
  const condition = conditions.find((each) => each.kind === kind);
  if (condition === undefined) throw new Error(`there is no condition ${kind}`);
  return condition;
}

/**
 * The root, among those found, that brings a kind about; null where it stands by itself. Causes run in no circle, and of
 * several the first of the catalogue is taken.
 */
function rootOf(kind: FindingKind, found: ReadonlySet<FindingKind>): FindingKind | null {
  const cause = conditions.find((each) => found.has(each.kind) && each.causes.includes(kind));
  return cause === undefined ? null : (rootOf(cause.kind, found) ?? cause.kind);
}
