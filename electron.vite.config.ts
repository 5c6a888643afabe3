import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';
import { dependencies } from './package.json';

const alias = { '@shared': resolve('src-shared') };
const main = (entry: string) => resolve('src-main', entry);

/**
 * What the built program takes from `node_modules`: what has machine code of its own, or finds files beside itself.
 * All else is in the bundle, where it is found and read several times as fast.
 */
const outside = [
  '@tensorflow/tfjs-node',
  '@tensorflow/tfjs',
  'better-sqlite3',
  'h5wasm',
  'onnxruntime-node',
  'onnxruntime-web',
  'pdfkit',
  'pino',
  'sharp',
];
const bundled = Object.keys(dependencies).filter((name) => !outside.includes(name));

/** What the oldest Electron that the desktop is tried on has: Electron 33. */
const oldest = { node: 'node20.18', chromium: 'chrome130' };

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      outDir: 'out/main',
      target: oldest.node,
      externalizeDeps: { exclude: bundled },
      rollupOptions: {
        input: {
          desktop: main('desktop/main.ts'),
          web: main('web/main.ts'),
          engine: main('engine/main.ts'),
          trainer: main('trainer/main.ts'),
          inference: main('engine/inference/main.ts'),
          webAssembly: main('engine/inference/webAssembly/main.ts'),
          hdf5: main('engine/imports/hdf5/main.ts'),
          parquet: main('engine/datasets/tables/parquet/main.ts'),
          cli: main('cli/main.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: oldest.node,
      rollupOptions: {
        input: { preload: resolve('src-preload/preload.ts') },
        // A sandboxed preload cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    resolve: { alias },
    plugins: [vue()],
    build: {
      outDir: resolve('out/renderer'),
      target: oldest.chromium,
      minify: true,
      rollupOptions: { input: resolve('src-renderer/index.html') },
    },
  },
});
