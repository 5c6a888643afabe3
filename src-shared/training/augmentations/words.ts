import { type Augmentation, augmentationsOf } from '.';

/** What is done to training images, as the end of “it …”; null where nothing is. */
export function changesInWords(augmentation: Augmentation | undefined): string | null {
  const done = augmentationsOf(augmentation).map(
    ({ definition, strength }) =>
      `${definition.words} (${definition.kind}${definition.field.control === 'switch' ? '' : ` ${strength}`})`,
  );
  if (done.length === 0) return null;
  const last = done.at(-1) ?? '';
  return done.length === 1 ? last : `${done.slice(0, -1).join(', ')} and ${last}`;
}

/** The same as a sentence for programs that do not do it. */
export function describeAugmentation(augmentation: Augmentation | undefined): string | null {
  const words = changesInWords(augmentation);
  return words === null ? null : `Layerlab also changes the training images at random: it ${words}`;
}
