/** A place in a text that moves over what is found there. */
class Cursor {
  at = 0;
  constructor(private readonly text: string) {}

  /** Moves over what a sticky pattern finds here, if it does. */
  take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const isFound = pattern.test(this.text);
    if (isFound) this.at = pattern.lastIndex;
    return isFound;
  }

  /** Always true, since there may be none. */
  takeSpace(): boolean {
    return this.take(/[ \t\n\r]*/y);
  }

  /** Moves over a mark or word and the white space behind it. */
  takeMark(pattern: RegExp): boolean {
    return this.take(pattern) && this.takeSpace();
  }
}

/**
 * Where a text stops being JSON (RFC 8259): the index of the first character that cannot stand where it does, the text's
 * length where it ends too early, null where it is JSON. Engines tell the place each in its own words, or not at all.
 */
export function findJsonMistake(text: string): number | null {
  const cursor = new Cursor(text);
  /** The brackets that are to come, the innermost last. */
  const open: string[] = [];
  cursor.takeSpace();
  do {
    const end = cursor.takeMark(/\{/y) ? '}' : cursor.takeMark(/\[/y) ? ']' : null;
    if (end !== null) open.push(end);
    else if (!takeScalar(cursor)) return cursor.at;
    const isWhole = end === null || text.charAt(cursor.at) === end;
    while (isWhole && text.charAt(cursor.at) === open.at(-1) && cursor.takeMark(/[\]}]/y)) open.pop();
    if (isWhole && open.length > 0 && !cursor.takeMark(/,/y)) return cursor.at;
    if (open.at(-1) === '}' && !takeKey(cursor)) return cursor.at;
  } while (open.length > 0);
  return cursor.at === text.length ? null : cursor.at;
}

function takeKey(cursor: Cursor): boolean {
  return cursor.take(/"/y) && takeRestOfString(cursor) && cursor.takeMark(/:/y);
}

function takeScalar(cursor: Cursor): boolean {
  if (cursor.take(/"/y)) return takeRestOfString(cursor);
  if (cursor.takeMark(/true|false|null/y)) return true;
  return !cursor.take(/t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?/y) && takeNumber(cursor);
}

function takeRestOfString(cursor: Cursor): boolean {
  while (cursor.take(/[ !#-[\]-\uffff]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y));
  const isWhole = cursor.takeMark(/"/y);
  if (!isWhole) cursor.take(/\\(?:u[\da-fA-F]{0,3})?/y);
  return isWhole;
}

function takeNumber(cursor: Cursor): boolean {
  cursor.take(/-/y);
  if (!cursor.take(/0|[1-9]\d*/y)) return false;
  if (cursor.take(/\./y) && !cursor.take(/\d+/y)) return false;
  if (cursor.take(/[eE][+-]?/y) && !cursor.take(/\d+/y)) return false;
  return cursor.takeSpace();
}
