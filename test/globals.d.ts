import type { LayerlabDesktop } from '@shared/contract/desktop';

declare global {
  interface Window {
    readonly layerlabDesktop?: LayerlabDesktop;
  }
}
