const collator = new Intl.Collator('en', { numeric: true });

/** Compares names as people count: 1, 2, 10. Different names are never equal. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}
