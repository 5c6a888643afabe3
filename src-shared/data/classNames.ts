/** What a class is called: by its name or, where it has none, by its number. */
export function classNameOf(classNames: readonly string[], index: number): string {
  return classNames[index] ?? String(index);
}
