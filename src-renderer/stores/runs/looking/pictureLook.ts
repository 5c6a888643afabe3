import type { Picture, PictureKind } from '@shared/pictures/catalogue';
import { engine } from '../../../shared/engine/client';
import { useLook, type Looked } from './look';
import { useWeightTriesStore } from './weightTries';

/**
 * A picture of the shown run, at the moment that was chosen or as it is now; with the weights that were changed by hand.
 * @param kind null where none is wanted
 */
export function usePictureLook(kind: () => PictureKind | null): Looked<Picture> {
  const byHand = useWeightTriesStore();
  return useLook({
    wanted() {
      const of = kind();
      return of && { of, ...(of === 'units' && byHand.tries.length > 0 && { tries: [...byHand.tries] }) };
    },
    subject: () => kind(),
    ask: (at, wanted) => engine.runs.picture({ ...at, ...wanted }),
    livePeriod: 250,
  });
}
