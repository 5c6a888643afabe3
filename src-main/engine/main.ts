import { join } from 'node:path';
import '../processes/noForms';
import { asksModels } from '../processes/asksModels';
import { InferenceProcess } from './inference/inferenceProcess';

/** A model's process takes as long to load as the engine: where one will be asked, they load side by side. */
const programs = import.meta.dirname;
const inference = process.argv.includes(asksModels)
  ? new InferenceProcess(join(programs, 'inference.mjs'))
  : null;
const { serveHost } = await import('./serving');
serveHost({ programs, inference });
