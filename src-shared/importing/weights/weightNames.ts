/** Keras 1's and the separable layers' names of weights. */
const renamed: Readonly<Record<string, string>> = {
  depthwiseKernel: 'kernel',
  pointwiseKernel: 'kernel',
  W: 'kernel',
  b: 'bias',
  runningMean: 'movingMean',
  runningStd: 'movingVariance',
};

/** `depthwise_kernel` is our `kernel`, `moving_mean` our `movingMean`; `dense_1_W` of Keras 1 our `kernel`. */
export function weightNameOf(stored: string): string {
  const last = /^.*_([Wb])$/.exec(stored)?.[1] ?? stored;
  const camel = last.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return renamed[camel] ?? camel;
}

/**
 * The stored layer that a weight belongs to, by the path before its name. Layers' names may hold slashes; frameworks put
 * the models around before them, say them twice, or a number behind them (`dense_10_1`), when a model was made twice in
 * one program.
 * @param holders the paths of all weights, which tell whether a number is such a suffix
 * @returns null where it fits none, or several alike
 */
export function findOwner(
  path: readonly string[],
  layers: readonly string[],
  holders: readonly string[],
): string | null {
  const written = path.join('/');
  if (layers.includes(written)) return written;
  const tails = path.map((_, from) => path.slice(from).join('/'));
  const byTail = onlyOne(layers, (layer) => tails.includes(layer) || layer.endsWith(`/${written}`));
  if (byTail !== null) return byTail;
  const heads = path.map((_, to) => path.slice(0, to + 1).join('/'));
  const byHead = onlyOne(layers, (layer) => heads.includes(layer));
  if (byHead !== null) return byHead;
  // A number behind the name: only where no other weight has the name without it.
  const withoutNumber = path.map((part) => part.replace(/_\d+$/, ''));
  if (withoutNumber.join('/') === written || holders.includes(withoutNumber.join('/'))) return null;
  return findOwner(withoutNumber, layers, []);
}

/** The longest that fits; null where none does, or two of one length. */
function onlyOne(layers: readonly string[], fits: (layer: string) => boolean): string | null {
  const [first, second] = layers.filter(fits).sort((a, b) => b.length - a.length);
  if (first === undefined || second?.length === first.length) return null;
  return first;
}
