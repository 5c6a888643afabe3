const secondsPerDay = 86_400n;

const two = (value: number): string => String(value).padStart(2, '0');

/** A day of the proleptic Gregorian calendar, as 2024-12-31. */
export function dayText(daysSince1970: number): string {
  const date = new Date(daysSince1970 * 86_400_000);
  // Beyond what a date can be: left as it is, to be refused as no date.
  if (Number.isNaN(date.getTime())) return `day ${daysSince1970}`;
  return date.toISOString().slice(0, -14);
}

function floorDivide(value: bigint, by: bigint): readonly [bigint, bigint] {
  const rest = ((value % by) + by) % by;
  return [(value - rest) / by, rest];
}

/**
 * A moment, as 2024-12-31 23:59:59.5; midnight without a time.
 * @param ticks since 1970.
 */
export function instantText(ticks: bigint, ticksPerSecond: bigint): string {
  const [days, ofDay] = floorDivide(ticks, secondsPerDay * ticksPerSecond);
  const day = dayText(Number(days));
  if (ofDay === 0n) return day;
  const [seconds, fraction] = floorDivide(ofDay, ticksPerSecond);
  const second = Number(seconds);
  const digits = String(ticksPerSecond).length - 1;
  const behind = fraction === 0n ? '' : `.${String(fraction).padStart(digits, '0').replace(/0+$/, '')}`;
  return `${day} ${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}${behind}`;
}
