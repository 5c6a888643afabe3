import type { LayerlabDesktop } from '@shared/contract/desktop';

declare global {
  interface Window {
    readonly layerlabDesktop?: LayerlabDesktop;
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Random networks that are trained compiled and eagerly. */
    readonly randomNetworks: number;
    /** Of those, how many are trained as one with other seeds. */
    readonly randomGroups: number;
  }
}
