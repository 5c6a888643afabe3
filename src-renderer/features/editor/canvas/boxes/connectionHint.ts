import type { LayerId } from '@shared/ids';
import { inject, type InjectionKey, type Ref } from 'vue';

/** What the boxes show while a connection is being dragged. */
export interface ConnectionHint {
  /** For each layer that cannot be connected, why; null while nothing is dragged. */
  readonly refusals: Readonly<Ref<ReadonlyMap<LayerId, string> | null>>;
  /** The layer under the end of the dragged line. */
  readonly hovered: Readonly<Ref<string | null>>;
}

export const connectionHintKey: InjectionKey<ConnectionHint> = Symbol('connection hint');

export function useConnectionHint(): ConnectionHint {
  const hint = inject(connectionHintKey);
  if (hint === undefined) throw new Error('a layer is drawn outside the canvas');
  return hint;
}
