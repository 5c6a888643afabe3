import { type Command, InvalidArgumentError, Option } from 'commander';
import { exportFormat, exportFormats, optionNames } from '@shared/exporting/catalogue';
import type { ParameterField } from '@shared/catalogue/definition';

/** Reads an option's value. @throws InvalidArgumentError with what it has to be */
export function wholeNumber(smallest: number, largest: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= smallest && value <= largest) return value;
    throw new InvalidArgumentError(`It has to be a whole number from ${smallest} to ${largest}.`);
  };
}

/** `--format`, and an option for each that a format has: `inputScale` becomes `--input-scale`. */
export function addFormatOptions(command: Command): Command {
  const kinds = exportFormats.map(({ kind }) => kind);
  command.addOption(
    new Option('--format <format>', 'format of the file (otherwise as its name ends)').choices(kinds),
  );
  const fields = new Map<string, Option>();
  for (const { kind, schema } of exportFormats) {
    const usual: Readonly<Record<string, unknown>> = schema.parse({ format: kind });
    for (const name of optionNames(kind)) {
      const field = exportFormat(kind).fields[name];
      if (field !== undefined && !fields.has(name)) fields.set(name, optionFor(name, field, usual[name]));
    }
  }
  for (const option of fields.values()) command.addOption(option);
  return command;
}

/** The default is told and not set, so that what was not asked for is not asked of another format. */
function optionFor(name: string, field: ParameterField, usual: unknown): Option {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const help = (field.help ?? field.label).replace(/\.$/, '');
  const { minimum = -Infinity, maximum = Infinity } = field;
  switch (field.control) {
    case 'switch':
      return new Option(flag, help);
    case 'choice':
      return new Option(`${flag} <name>`, `${help} (default: ${String(usual)})`).choices(field.choices ?? []);
    default:
      return new Option(
        `${flag} <number>`,
        `${help}; ${minimum} to ${maximum} (default: ${String(usual)})`,
      ).argParser(wholeNumber(minimum, maximum));
  }
}

/** A command with the options that all have. */
export function addCommand(
  parent: Command,
  usage: string,
  description: string,
  settings?: { isDefault: boolean },
): Command {
  return parent
    .command(usage, settings)
    .description(description)
    .option(
      '--home <dir>',
      "folder of the workspace (otherwise $LAYERLAB_HOME, or the platform's data folder)",
    )
    .option('--json', 'print JSON, for programs')
    .exitOverride();
}
