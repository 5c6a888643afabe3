import type { LayersModel, ModelNode } from '../layersModel/layersModel';

/**
 * The layers in the order in which Keras has them once it has read the model, by which its file numbers those of one class:
 * those farthest from the output first, and among equals as they are met on the way back from it
 * (`map_graph` of keras/src/ops/function.py).
 */
export function kerasOrder({ nodes, output }: LayersModel): ModelNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const met = new Map<string, number>();
  const meet = (name: string): void => {
    if (met.has(name)) return;
    met.set(name, met.size);
    for (const from of byName.get(name)?.from ?? []) meet(from);
  };
  meet(output);
  const depths = new Map<string, number>();
  for (const { name, from } of [...nodes].reverse()) {
    const depth = depths.get(name) ?? 0;
    depths.set(name, depth);
    for (const each of from) depths.set(each, Math.max(depths.get(each) ?? 0, depth + 1));
  }
  const place = (name: string) => [depths.get(name) ?? 0, met.get(name) ?? 0] as const;
  return nodes
    .filter(({ name }) => met.has(name))
    .sort((a, b) => {
      const [[depth, index], [otherDepth, otherIndex]] = [place(a.name), place(b.name)];
      return otherDepth - depth || index - otherIndex;
    });
}
