import type { Config } from '../modelFile';

/** What holds a layer's kernel down, in our terms. */
export interface StoredPenalties {
  readonly l1?: number;
  readonly l2?: number;
  readonly maxNorm?: number;
}

export interface ReadPenalties {
  readonly regularization: StoredPenalties | null;
  /** Regularizers and constraints that are lost, in words. */
  readonly lost: readonly string[];
}

const kernels = ['kernel', 'depthwise'] as const;
/** What the class alone means where it is stored by its name. */
const usualStrength = 0.01;

/** Names of the keys that {@link readPenalties} accounts for. */
export function isPenaltyKey(key: string): boolean {
  return /_(regularizer|constraint)$/.test(key);
}

/**
 * L1, L2 and the largest norm of a layer's kernel; whatever else is stored is lost, and said.
 * @param kernelRank axes of the kernel, which the largest norm must be taken over but for the last
 */
export function readPenalties(config: Config, kernelRank: number | null): ReadPenalties {
  const lost: string[] = [];
  let found: StoredPenalties = {};
  for (const [key, stored] of Object.entries(config)) {
    if (!isPenaltyKey(key) || stored === null || stored === undefined) continue;
    const read = kernels.some((kernel) => key.startsWith(`${kernel}_`))
      ? readPenalty(key, stored, kernelRank)
      : null;
    if (read === null) lost.push(`its ${words(key)} (${describe(stored)}) is lost: there is none here`);
    else found = { ...found, ...read };
  }
  return { regularization: Object.keys(found).length === 0 ? null : found, lost };
}

function readPenalty(key: string, stored: unknown, kernelRank: number | null): StoredPenalties | null {
  return key.endsWith('_regularizer') ? readRegularizer(stored) : readConstraint(stored, kernelRank);
}

/** Keras's λ‖W‖² has no half in it: ours is twice as large. */
function readRegularizer(stored: unknown): StoredPenalties | null {
  const { className, config } = nameAndConfig(stored);
  const known = ['l1', 'l2', 'l1l2', 'weightregularizer', 'l1l2regularizer'];
  const isNamed = typeof stored === 'string';
  if (!known.includes(className)) return null;
  const strength = (which: 'l1' | 'l2') =>
    Number(config[which] ?? (isNamed && className.includes(which) ? usualStrength : 0));
  const [l1, l2] = [strength('l1'), 2 * strength('l2')];
  if (!(l1 >= 0 && l2 >= 0)) return null;
  return { ...(l1 > 0 ? { l1 } : {}), ...(l2 > 0 ? { l2 } : {}) };
}

/** Ours goes over all axes but the last: over what leads into one unit. */
function readConstraint(stored: unknown, kernelRank: number | null): StoredPenalties | null {
  const { className, config } = nameAndConfig(stored);
  if (className !== 'maxnorm') return null;
  const axes = [config['axis'] ?? 0].flat().map(Number).sort();
  if (kernelRank === null || axes.join() !== [...Array(kernelRank - 1).keys()].join()) return null;
  const maxNorm = Number(config['max_value'] ?? config['m'] ?? 2);
  return maxNorm > 0 ? { maxNorm } : null;
}

function nameAndConfig(stored: unknown): { className: string; config: Config } {
  const { class_name, className, name, config } = (
    typeof stored === 'string' ? { class_name: stored } : stored
  ) as Config;
  const plainName = String(class_name ?? className ?? name ?? '')
    .replaceAll('_', '')
    .toLowerCase();
  // Keras 1 has the numbers beside the name.
  return { className: plainName, config: (config ?? stored) as Config };
}

function describe(stored: unknown): string {
  if (typeof stored === 'string') return stored;
  const { class_name, className, name, config } = stored as Config;
  const named = String(class_name ?? className ?? name ?? 'of its own');
  const values = Object.entries((config ?? {}) as Config).map(
    ([key, value]) => `${key} = ${JSON.stringify(value)}`,
  );
  return [named, ...values].join(', ');
}

function words(key: string): string {
  return key.replaceAll('_', ' ');
}
