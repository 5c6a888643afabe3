import { Command, CommanderError, Option } from 'commander';
import { AppError } from '@shared/errors';
import { trackers } from '@shared/runs/imported/facts';
import { checkpointNames } from '@shared/runs/run';
import packageFile from '../../package.json';
import { compare, type CompareOptions } from './commands/runs/compare';
import { doctor, type DoctorOptions } from './commands/runs/doctor';
import { exportRun, type ExportCommandOptions } from './commands/models/export';
import { drawPicture, type PictureOptions } from './commands/models/picture';
import { predict, type PredictOptions } from './commands/models/predict';
import { importStored, type ImportOptions } from './commands/models/import';
import { importRuns, type ImportRunsOptions } from './commands/runs/importRuns';
import { serve, type ServeOptions } from './commands/models/serve';
import { exportMetrics, type MetricsOptions } from './commands/runs/metrics';
import { showRuns, type RunsOptions } from './commands/runs/runs';
import { tagRuns, type TagOptions } from './commands/runs/tag';
import { showRun } from './commands/runs/show';
import { train, type TrainOptions } from './commands/experiments/train';
import { rehearse, type RehearseOptions } from './commands/experiments/rehearse';
import { mostAtOnce, runSweep, type SweepOptions } from './commands/experiments/sweep';
import { validate } from './commands/experiments/validate';
import { verify, type VerifyOptions } from './commands/models/verify';
import { dropEngine } from './session/engineAhead';
import { exitCodes, exitCodesHelp } from './exitCodes';
import { addCommand, addFormatOptions, wholeNumber } from './options';
import { printFailure } from './output/output';
import { parseSeeds } from './training/seeds';
import type { CommonOptions } from './session/session';
import { UsageError } from './usageError';
import { addBinCommands, addQueueCommands, addWorkspaceCommands } from './workspaceCommands';

/** Looked up without commander, since it may be commander that has failed. */
const wantsJson = () => process.argv.includes('--json');

function makeProgram(finish: (code: number) => void): Command {
  const program = new Command('layerlab')
    .description('Trains, lists and exports neural-network experiments.')
    .version(packageFile.version)
    .addHelpText('after', exitCodesHelp)
    // Problems are all told in one form, where they are caught.
    .configureOutput({ outputError: () => undefined })
    .exitOverride();

  const command = (usage: string, description: string) => addCommand(program, usage, description);

  command('train <file>', 'train an experiment file and follow it to its end')
    .option('--set <path=value>', 'change a value of the file, for example training.epochs=3', collect, [])
    .option('--name <name>', 'name of the run')
    .option('--from <run|model>', 'start from the weights of a run, or of a stored model')
    .addOption(
      new Option('--checkpoint <name>', 'which weights of the run of --from').choices(checkpointNames),
    )
    .option('--freeze <layers>', 'layers that keep their weights, by ids or blocks, with commas between')
    .option('--seeds <list>', 'a run for each seed, for example 1..32 or 1,5,9', parseSeeds)
    .addOption(
      new Option('--folds <number>', 'cross-validation: a run for each of so many folds')
        .argParser(wholeNumber(2, 100))
        .conflicts('seeds'),
    )
    .action(async (file: string, options: TrainOptions) => finish(await train(file, options)));
  command('runs', 'list the runs of the workspace')
    .option(
      '--limit <number>',
      'how many at most (otherwise 100, and with --csv or --json all of them)',
      wholeNumber(1, 1_000_000),
    )
    .option('--where <condition>', `only some, for example 'learningRate < 0.01 and tag = "final"'`)
    .option(
      '--columns <names>',
      'what to tell of each: facts, metrics, values of the file, with commas',
      list,
    )
    .option('--sort <names>', 'by which columns, with commas; -NAME for the largest first', list)
    .option('--archived', 'also those that were put aside')
    .addOption(new Option('--csv', 'print comma-separated values, for spreadsheets').conflicts('json'))
    .action(async (options: RunsOptions) => finish(await showRuns(options)));
  command('tag <runs...>', 'tag runs, pin them, put them aside, note something, or name them')
    .option('--add <tag>', 'a tag to add', collect, [])
    .option('--remove <tag>', 'a tag to take away', collect, [])
    .option('--pin', 'keep in sight')
    .option('--no-pin', 'do not keep in sight')
    .option('--archive', 'put aside: lists leave them out')
    .option('--no-archive', 'take back among the others')
    .option('--note <text>', 'a line to put behind the note of each')
    .option('--name <name>', 'what all are to be called, with numbers behind it')
    .action(async (runs: string[], options: TagOptions, command: Command) =>
      finish(await tagRuns(runs, { ...options, ...flagsGiven(command) })),
    );
  command('metrics <runs...>', 'print every point of every metric of runs')
    .addOption(
      new Option('--csv', 'as comma-separated values (the default)').conflicts([
        'parquet',
        'tensorboard',
        'json',
      ]),
    )
    .addOption(new Option('--parquet', 'as a Parquet file').conflicts(['tensorboard', 'json']))
    .option('--tensorboard', 'as event files of TensorBoard, a folder a run')
    .option('--out <file>', 'into a file, or with --tensorboard into a folder')
    .action(async (runs: string[], options: MetricsOptions) => finish(await exportMetrics(runs, options)));
  command('show <run>', 'show one run: RUN is an id, the beginning of one, a name, or "last"').action(
    async (run: string, options: CommonOptions) => finish(await showRun(run, options)),
  );
  command('compare <runs...>', 'group runs by configuration, and say which is better and how sure that is')
    .option(
      '--metric <name>',
      'by which metric (default: validation.accuracy, or the loss where there is none)',
    )
    .addOption(new Option('--csv', 'print a row for each run, for spreadsheets').conflicts('json'))
    .option('--report <file>', 'write it to one HTML file, with curves and tables, to be read anywhere')
    .action(async (runs: string[], options: CompareOptions) => finish(await compare(runs, options)));
  command('import <source>', 'bring in runs of another tracker, or make an experiment file of a stored model')
    .addOption(
      new Option('--from <tracker>', 'whose runs they are; told by what is there otherwise').choices(
        trackers,
      ),
    )
    .option('--out <file>', 'of a stored model: where to put the experiment file')
    .option('--like <file>', 'an experiment file whose data set and training to take')
    .option('--scores', 'leave out a softmax or sigmoid at the end, which the loss applies itself')
    .action(async (source: string, { out, ...options }: ImportOptions & ImportRunsOptions) =>
      finish(
        await (out === undefined ? importRuns(source, options) : importStored(source, { ...options, out })),
      ),
    );
  command('doctor <run>', 'say what goes wrong in a run, and why')
    .option('--try <number>', 'train the run anew with this remedy of those listed', wholeNumber(1, 1000))
    .option('--seeds <list>', 'with these seeds, and the run as it was beside it, as 1..5', parseSeeds)
    .action(async (run: string, options: DoctorOptions) => finish(await doctor(run, options)));
  const exporting = command('export <run>', 'export a run and check the file against the trainer')
    .requiredOption('--out <file>', 'where to put the file')
    .addOption(new Option('--checkpoint <name>', 'which weights').choices(checkpointNames).default('best'));
  addFormatOptions(exporting).action(async (run: string, options: ExportCommandOptions) =>
    finish(await exportRun(run, options)),
  );
  command('picture <file|run>', 'draw the network of an experiment file or a run, as for a paper')
    .requiredOption('--out <file>', 'where to put the picture: NAME.svg or NAME.pdf')
    .action(async (what: string, options: PictureOptions) => finish(await drawPicture(what, options)));
  command('predict <model>', 'run a table, images or your own examples through an ONNX file or a run')
    .requiredOption('--input <file>', 'a table, an image, or a folder of images or of your own examples')
    .option('--out <file>', 'write the predictions to this CSV file')
    .addOption(new Option('--checkpoint <name>', 'which weights of a run').choices(checkpointNames))
    .action(async (model: string, options: PredictOptions) => finish(await predict(model, options)));
  command('verify <model>', 'hold an ONNX file against the run that it was exported from')
    .requiredOption('--run <run>', 'a run’s id, the beginning of one, its name, or "last"')
    .addOption(
      new Option('--checkpoint <name>', 'which weights; those that the file says where absent').choices(
        checkpointNames,
      ),
    )
    .action(async (model: string, options: VerifyOptions) => finish(await verify(model, options)));
  command(
    'serve <model>',
    'answer to HTTP requests on this machine by the Open Inference Protocol, to try a model',
  )
    .option(
      '--port <number>',
      'port on the loopback address; 0 is any that is free',
      wholeNumber(0, 65_535),
      8000,
    )
    .addOption(new Option('--checkpoint <name>', 'which weights of a run').choices(checkpointNames))
    .action(async (model: string, options: ServeOptions) => finish(await serve(model, options)));
  command('sweep <file>', 'run the sweep that an experiment file describes, or go on with it')
    .option('--concurrency <number>', 'runs that train at once', wholeNumber(1, mostAtOnce), 1)
    .action(async (file: string, options: SweepOptions) => finish(await runSweep(file, options)));
  command('validate <file>', 'check an experiment file, its data included').action(
    async (file: string, options: CommonOptions) => finish(await validate(file, options)),
  );
  command('rehearse <file>', 'train the net on twenty examples, to see whether it can learn them by heart')
    .option('--set <path=value>', 'change a value of the file, as for train', collect, [])
    .action(async (file: string, options: RehearseOptions) => finish(await rehearse(file, options)));
  addQueueCommands(program, finish);
  addBinCommands(program, finish);
  addWorkspaceCommands(program, finish);
  return program;
}

/** With the parts of a list that are not empty. */
function list(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

/** A flag that has a contrary is set to something even where neither was given. */
function flagsGiven(command: Command): Pick<TagOptions, 'pin' | 'archive'> {
  const given = (name: 'pin' | 'archive') =>
    command.getOptionValueSource(name) === 'cli' ? command.getOptionValue(name) === true : undefined;
  return { pin: given('pin'), archive: given('archive') };
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

async function main(): Promise<number> {
  let code: number = exitCodes.ok;
  const program = makeProgram((result) => (code = result));
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      printFailure(error, wantsJson());
      return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
    }
    // Help and version end this way too, with code 0; help where no command was given is all that there is to say.
    if (error.exitCode === 0) return exitCodes.ok;
    if (error.code !== 'commander.help')
      printFailure(notUnderstood(error, calledOf(program, process.argv.slice(2))), wantsJson());
    return exitCodes.usage;
  }
  return code;
}

/** A command as it is called, by the first words of a call as far as they name one. */
function calledOf(command: Command, [word, ...others]: readonly string[]): string {
  const named = command.commands.find((each) => each.name() === word);
  return named === undefined ? command.name() : `${command.name()} ${calledOf(named, others)}`;
}

function notUnderstood({ message }: CommanderError, called: string): AppError {
  return new AppError('badArgument', message.replace(/^error: /, ''), { remedy: `See "${called} --help".` });
}

// A reader that has seen enough, as `head`, is no failure; the engine ends with its host.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  throw error;
});

void main().then((code) => {
  dropEngine();
  process.exitCode = code;
});
