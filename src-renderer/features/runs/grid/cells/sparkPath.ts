/** A curve as the path of a small picture, from edge to edge; a value that was no number is a gap. */
export function sparkPath(
  { steps, values }: { readonly steps: readonly number[]; readonly values: readonly (number | null)[] },
  width: number,
  height: number,
): string {
  const finite = values.filter((value) => value !== null);
  if (finite.length === 0) return '';
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const [first = 0, last = 0] = [steps[0], steps.at(-1)];
  const xOf = (step: number) => (last > first ? ((step - first) / (last - first)) * width : width / 2);
  const yOf = (value: number) =>
    most > least ? height - ((value - least) / (most - least)) * height : height / 2;
  let path = '';
  let isDrawing = false;
  for (const [place, value] of values.entries()) {
    if (value === null) {
      isDrawing = false;
      continue;
    }
    path += `${isDrawing ? 'L' : 'M'}${xOf(steps[place] ?? 0).toFixed(1)} ${yOf(value).toFixed(1)}`;
    // A point alone, between gaps, is a dot.
    if (!isDrawing && (values[place + 1] ?? null) === null) path += 'h0.01';
    isDrawing = true;
  }
  return path;
}
