/** Ids of the allowed characters, unique in a network, as near to the stored names as can be. */
export class LayerIds {
  private readonly used = new Set<string>();

  /** @param name any text */
  next(name: string): string {
    const cleaned = name.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 55) || 'layer';
    let id = cleaned;
    for (let number = 2; this.used.has(id); number++) id = `${cleaned}_${number}`;
    this.used.add(id);
    return id;
  }
}
