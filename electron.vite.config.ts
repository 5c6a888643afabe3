import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

const alias = { '@shared': resolve('src-shared') };
const main = (entry: string) => resolve('src-main', entry);

/** In the bundle, because the desktop's Electron may have a Node that cannot `require` ES modules. */
const bundled = ['@orpc/client', '@orpc/contract', '@orpc/server', 'zod'];

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      outDir: 'out/main',
      target: 'node16',
      externalizeDeps: { exclude: bundled },
      rollupOptions: {
        input: {
          desktop: main('desktop/main.ts'),
          web: main('web/main.ts'),
          engine: main('engine/main.ts'),
          trainer: main('trainer/main.ts'),
          inference: main('engine/inference/main.ts'),
          cli: main('cli/main.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node16',
      rollupOptions: {
        input: { preload: resolve('src-preload/preload.ts') },
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
      target: 'chrome108',
      minify: true,
      rollupOptions: { input: resolve('src-renderer/index.html') },
    },
  },
});
