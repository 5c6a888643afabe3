/** Writes `docs/experiment.schema.json`, generated from the zod schemas of the experiment file. */
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { runnerImport } from 'vite';
import { inRoot, root } from './setup/places.mjs';
import { say } from './setup/report.mjs';

const file = inRoot('docs', 'experiment.schema.json');
const { module } = await runnerImport(inRoot('src-shared', 'experiment', 'schema.ts'), {
  root,
  configFile: false,
  resolve: { alias: { '@shared': inRoot('src-shared') } },
});
const options = await resolveConfig(file);
writeFileSync(
  file,
  await format(JSON.stringify(module.experimentJsonSchema()), { ...options, parser: 'json' }),
);
say(`wrote ${file}`);
