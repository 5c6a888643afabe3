/**
 * A name that no other run has, so that runs of one experiment can be told apart: the wanted one unless it is taken,
 * else with the number after the largest, `spirals 2`, `spirals 3`.
 * @param others names of the runs that are there already
 */
export function nameApart(wanted: string, others: readonly string[]): string {
  if (!others.includes(wanted)) return wanted;
  const numbers = others.map((other) => numberOf(wanted, other)).filter((number) => number !== null);
  return `${wanted} ${Math.max(...numbers) + 1}`;
}

/** 1 for the name itself, n for the name with n behind it, null for another name. */
function numberOf(wanted: string, name: string): number | null {
  if (name === wanted) return 1;
  if (!name.startsWith(`${wanted} `)) return null;
  const rest = name.slice(wanted.length + 1);
  return /^[1-9]\d{0,5}$/.test(rest) ? Number(rest) : null;
}
