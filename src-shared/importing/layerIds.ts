/** Ids of the allowed characters, unique in a network, as near to the stored names as can be. */
export class LayerIds {
  private readonly used = new Set<string>();
  /** Of each name the number that its next layer may have. */
  private readonly numbers = new Map<string, number>();

  /** @param name any text */
  next(name: string): string {
    const cleaned = name.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 55) || 'layer';
    let number = this.numbers.get(cleaned) ?? 1;
    let id = cleaned;
    while (this.used.has(id)) id = `${cleaned}_${++number}`;
    this.numbers.set(cleaned, number);
    this.used.add(id);
    return id;
  }
}
