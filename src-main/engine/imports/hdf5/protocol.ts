import type { AppErrorData } from '@shared/errors';
import type { StoredWeight } from '@shared/importing';
import type { Hdf5Model } from './file';

/** What the process that reads HDF5 files says: each weight, then the rest and with it that all has been said. */
export type FromHdf5 =
  | { readonly kind: 'weight'; readonly weight: StoredWeight }
  | { readonly kind: 'model'; readonly model: Omit<Hdf5Model, 'weights'> }
  | { readonly kind: 'failed'; readonly error: AppErrorData | null };
