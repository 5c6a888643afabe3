import { type Augmentation, augmentationsOf } from '.';

/** What is done to training images, as a sentence for programs that do not do it; null where nothing is. */
export function describeAugmentation(augmentation: Augmentation | undefined): string | null {
  const done = augmentationsOf(augmentation).map(
    ({ definition, strength }) =>
      `${definition.words} (${definition.kind}${definition.field.control === 'switch' ? '' : ` ${strength}`})`,
  );
  if (done.length === 0) return null;
  const last = done.at(-1) ?? '';
  const all = done.length === 1 ? last : `${done.slice(0, -1).join(', ')} and ${last}`;
  return `Layerlab also changes the training images at random: it ${all}`;
}
