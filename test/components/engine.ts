import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startWebHost } from '../e2e/support/harness.ts';
import buildApp from '../support/buildApp.ts';
import './page/provided.ts';
import { portVariable } from './project.ts';

const flowers = ['height,color,kind', '1.5,red,rose', '2.5,white,lily', '1.7,red,rose', '2.4,blue,iris'].join(
  '\n',
);

/** The built engine behind its web host, for all component tests of a run. */
export default async function startEngine(project: TestProject): Promise<() => Promise<void>> {
  await buildApp();
  const host = await startWebHost({ port: Number(process.env[portVariable]) });
  project.provide('engineToken', new URL(host.url).searchParams.get('token') ?? '');
  const flowersPath = join(host.home, 'flowers.csv');
  writeFileSync(flowersPath, flowers);
  project.provide('flowersPath', flowersPath);
  return () => host.close();
}
