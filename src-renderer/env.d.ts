/// <reference types="vite/client" />

/** What a compiler that cannot read a component takes it for; vue-tsc reads the component itself. */
declare module '*.vue' {
  import type { Component } from 'vue';
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- it may have any properties
  const component: Component<any>;
  export default component;
}
