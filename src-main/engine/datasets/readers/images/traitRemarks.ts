import { plural } from '../files';
import type { ImageTraits } from './traits';

const mostNamed = 5;

/** Keeps account of what is lost of images that are more than their pixels. */
export class TraitRemarks {
  private readonly animated: { readonly file: string; readonly pictures: number }[] = [];
  private transparent = 0;

  add(file: string, { pictures, hasTransparency }: ImageTraits): void {
    if (pictures > 1) this.animated.push({ file, pictures });
    if (hasTransparency) this.transparent++;
  }

  remarks(): string[] {
    const { animated, transparent } = this;
    const named = animated.slice(0, mostNamed).map(({ file, pictures }) => `${file} (${pictures} pictures)`);
    const rest = animated.length - named.length;
    const all = [...named, ...(rest > 0 ? [`and ${rest.toLocaleString('en')} more`] : [])].join(', ');
    return [
      ...(animated.length === 0
        ? []
        : [
            `${plural(animated.length, 'image')} ${animated.length === 1 ? 'is' : 'are'} animated, of which the first picture alone is read: ${all}.`,
          ]),
      ...(transparent === 0
        ? []
        : [
            `${plural(transparent, 'image')} may be transparent in places, which ${transparent === 1 ? 'it has' : 'they have'} in white.`,
          ]),
    ];
  }
}
