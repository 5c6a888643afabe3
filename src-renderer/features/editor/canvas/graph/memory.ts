/** What was drawn last, by id: content made of the same parts stays the same object. */
export class Memory<Content> {
  private before = new Map<string, { readonly parts: readonly unknown[]; readonly content: Content }>();
  private present: typeof this.before = new Map();

  /** What is not kept from here on is forgotten at the next call. */
  startDrawing(): void {
    this.before = this.present;
    this.present = new Map();
  }

  /** @param parts all that the content is made of, compared by identity */
  keep(id: string, parts: readonly unknown[], make: () => Content): Content {
    const known = this.before.get(id);
    const isSame = known?.parts.length === parts.length && known.parts.every((part, i) => part === parts[i]);
    const kept = isSame ? known : { parts, content: make() };
    this.present.set(id, kept);
    return kept.content;
  }
}
