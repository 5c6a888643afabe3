/// <reference types="vite/client" />

/** What a compiler that cannot read a component takes it for: it fits wherever one is wanted. vue-tsc reads it. */
declare module '*.vue' {
  const component: never;
  export default component;
}
