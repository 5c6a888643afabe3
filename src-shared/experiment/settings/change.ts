import { formatPath } from '../../catalogue/issues';
import { AppError } from '../../errors';
import { isJsonObject, type Json, type JsonObject } from '../../json';
import { withKind } from './kinds';
import { isWithin, type ExperimentPath } from './path';

/** A value that is to be put into an experiment; without one, what stands there is taken out. */
export interface Change {
  readonly path: ExperimentPath;
  readonly value?: Json | undefined;
  /** Who asks for it, for messages: `--set network.hidden.units=64`. */
  readonly where: string;
}

/**
 * Puts values into the content of an experiment file, in place. Another kind of data set, loss, optimizer or schedule
 * leaves behind what it does not know.
 * @throws AppError `badArgument` where a path leads nowhere
 */
export function applyChanges(root: Json, changes: readonly Change[]): void {
  for (const change of kindsFirst(changes)) apply(root, change);
}

/**
 * A kind decides what may stand beside it, in whichever order both are set; it stays behind what sets the whole entry,
 * or what that stands in.
 */
function kindsFirst(changes: readonly Change[]): Change[] {
  const ordered: Change[] = [];
  for (const change of changes) {
    const place = formatPath(change.path);
    const isBefore = (earlier: Change) => !setsKind(change) || isWithin(place, formatPath(entryOf(earlier)));
    ordered.splice(ordered.findLastIndex(isBefore) + 1, 0, change);
  }
  return ordered;
}

function setsKind({ path }: Change): boolean {
  return path.at(-1) === 'kind';
}

/** The path of what a change decides on as a whole: a kind decides on the entry it stands in. */
function entryOf(change: Change): ExperimentPath {
  return setsKind(change) ? change.path.slice(0, -1) : change.path;
}

function apply(root: Json, { where, path, value }: Change): void {
  const last = path.at(-1) ?? '';
  let place = root;
  for (const [index, step] of path.slice(0, -1).entries()) {
    const next = child(place, step);
    if (!isJsonObject(next) && !Array.isArray(next)) {
      const reached = formatPath(path.slice(0, index + 1));
      const remedy = `Set ${reached} itself.`;
      throw new AppError('badArgument', `"${reached}" holds no values of its own`, { where, remedy });
    }
    place = next;
  }
  if (value === undefined) Reflect.deleteProperty(Object(place), last);
  else if (Array.isArray(place)) place[Number(last)] = value;
  else if (isJsonObject(place)) {
    if (last === 'kind' && typeof value === 'string') switchKind(place, formatPath(path.slice(0, -1)), value);
    else place[last] = value;
  }
}

/** What a step leads to; objects that the file left out can be set into: `training.earlyStopping.patience`. */
function child(place: Json, step: string | number): Json | undefined {
  if (Array.isArray(place)) return place[Number(step)];
  if (!isJsonObject(place)) return undefined;
  // A column of a table may be called as something that every object has.
  const found = Object.hasOwn(place, step) ? place[step] : undefined;
  if (found === undefined) return (place[step] = {});
  // A kind that is written as its name alone: `"loss": "huber"`.
  const isKindAlone = typeof found === 'string' && ['loss', 'schedule'].includes(String(step));
  return isKindAlone ? (place[step] = { kind: found }) : found;
}

function switchKind(entry: JsonObject, place: string, kind: string): void {
  const switched = withKind(entry, place, kind);
  for (const key of Object.keys(entry)) if (!(key in switched)) Reflect.deleteProperty(entry, key);
  Object.assign(entry, switched);
}
