import type { ObservedFigures } from '../../session/session';

/** Looks at a net that is trained. */
export interface Looks {
  /** Notes the weights as they are: a look tells how far they have moved since. */
  mark(): void;
  /** Takes the probe through the net as it is and measures each layer. */
  observe(): ObservedFigures;
  /** Frees what is its own. Calling it again does nothing. */
  dispose(): void;
}
