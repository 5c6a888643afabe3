import vue from '@vitejs/plugin-vue';
import { playwright } from '@vitest/browser-playwright';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { chromiumFlags, findChromium } from '../e2e/support/harness.ts';

/** Says to the test run's set-up where the engine is to answer. */
export const portVariable = 'LAYERLAB_COMPONENTS_PORT';

/** A port that nobody listens on, of those that the system gives nobody by itself before it is used. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((done) => {
      server.once('error', () => done(false)).listen(port, '127.0.0.1', () => done(true));
    });
    if (!isFree) continue;
    await new Promise((closed) => server.close(closed));
    return port;
  }
}

/** Components and stores in a real browser, with an engine behind the same address as in the app. */
export async function componentsProject(options: {
  readonly name: string;
  readonly group: number;
}): Promise<TestProjectInlineConfiguration> {
  process.env[portVariable] ??= String(await freePort());
  const target = `http://127.0.0.1:${process.env[portVariable]}`;
  return {
    extends: true,
    plugins: [vue()],
    server: { proxy: { '/engine': { target, ws: true, changeOrigin: true, rewriteWsOrigin: true } } },
    optimizeDeps: {
      include: [
        'naive-ui',
        '@vue/test-utils',
        'vue-echarts',
        'echarts/core',
        'echarts/charts',
        'echarts/components',
        'echarts/renderers',
        '@vue-flow/core',
        '@orpc/client/websocket',
        'd3-scale',
      ],
    },
    test: {
      name: options.name,
      include: ['test/components/**/*.test.ts'],
      setupFiles: ['test/components/page/setup.ts'],
      globalSetup: ['test/components/engine.ts'],
      maxWorkers: 1,
      sequence: { groupOrder: options.group },
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: { executablePath: findChromium(), args: [...chromiumFlags] },
        }),
        instances: [{ browser: 'chromium', viewport: { width: 1280, height: 720 } }],
      },
    },
  };
}
