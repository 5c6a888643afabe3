import { resolve } from 'node:path';
import { describeError } from '@shared/errors';
import { factsOf, validateExperiment } from '@shared/experimentValidation';
import { exitCodes } from '../exitCodes';
import { print, printJson } from '../output';
import { withEngine, type CommonOptions } from '../session';

/** Checks a file as the engine would before training it, its data included. @returns the exit code */
export function validate(file: string, options: CommonOptions): Promise<number> {
  return withEngine(options, async ({ client }) => {
    const { path, experiment } = await client.files.openExperiment({ path: resolve(file) });
    const { dataset } = await client.datasets.preview({ dataset: experiment.dataset, rows: 0 });
    const problems = validateExperiment(experiment, factsOf(dataset));
    const valid = problems.every(({ severity }) => severity !== 'error');
    if (options.json) {
      printJson({
        valid,
        problems: problems.map(({ severity, layer, error }) => ({ severity, layer, ...error })),
      });
    } else {
      for (const { severity, error } of problems) {
        const text = `${severity}: ${describeError(error)}`;
        if (severity === 'error') process.stderr.write(`${text}\n`);
        else print(text);
      }
      print(valid ? `${path} is valid` : `${path} is not valid`);
    }
    return valid ? exitCodes.ok : exitCodes.failed;
  });
}
