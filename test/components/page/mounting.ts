import { mount } from '@vue/test-utils';
import { NConfigProvider, NMessageProvider } from 'naive-ui';
import { createPinia, setActivePinia, type Pinia } from 'pinia';
import { defineComponent, h, ref, type Component } from 'vue';
import { colorSchemeKey } from '../../../src-renderer/shared/charts/chartTheme';

/** The stores of a window that has just been opened. */
export function freshStores(): Pinia {
  const pinia = createPinia();
  setActivePinia(pinia);
  return pinia;
}

/** Draws a component as the app does, in a window of its own. Pass the stores where the test has looked into them. */
export function mountInApp(
  component: Component,
  props: Record<string, unknown> = {},
  options: {
    readonly pinia?: Pinia;
    readonly slots?: Record<string, () => unknown>;
    readonly place?: HTMLElement;
  } = {},
) {
  const App = defineComponent({
    setup: () => () =>
      h(NConfigProvider, { abstract: true }, () =>
        h(NMessageProvider, null, () => h(component, props, options.slots)),
      ),
  });
  return mount(App, {
    attachTo: options.place ?? document.body,
    global: {
      plugins: [options.pinia ?? freshStores()],
      provide: { [colorSchemeKey as symbol]: ref('light') },
    },
  });
}
