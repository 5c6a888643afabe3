/**
 * A name that no other run has: `spirals`, then `spirals 2`, `spirals 3`, so that runs of one experiment can be
 * told apart.
 * @param others names of the runs that are there already
 */
export function nameApart(wanted: string, others: readonly string[]): string {
  const numbers = others.map((other) => numberOf(wanted, other)).filter((number) => number !== null);
  return numbers.length === 0 ? wanted : `${wanted} ${Math.max(...numbers) + 1}`;
}

/** 1 for the name itself, n for the name with n behind it, null for another name. */
function numberOf(wanted: string, name: string): number | null {
  if (name === wanted) return 1;
  if (!name.startsWith(`${wanted} `)) return null;
  const rest = name.slice(wanted.length + 1);
  return /^[1-9]\d{0,5}$/.test(rest) ? Number(rest) : null;
}
