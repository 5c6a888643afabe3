import type { LayerlabDesktop } from '@shared/contract/desktop';

declare global {
  interface Window {
    /** What the desktop shell offers; absent in a browser. */
    readonly layerlabDesktop?: LayerlabDesktop;
  }
}

/** The desktop shell, or undefined in a browser. */
export const desktop: LayerlabDesktop | undefined = window.layerlabDesktop;
