import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opsetRange } from '@shared/exporting/onnx';
import { fillWithRuns } from '../../e2e/support/fixtures';
import { root } from '../../e2e/support/harness';
import { patience } from '../../patience';
import { writeExperiment } from '../../support/experiments';
import { folderForAll } from '../support/workspace';
import { layerlab } from './support/layerlab';

/** A text without its line breaks, which depend on how wide the terminal is. */
const unwrapped = (text: string) => text.replace(/\s+/g, ' ');
const seeHelp = (command = '') => `  to do: See "layerlab ${command}--help".\n`;

describe('a command that is not understood', { timeout: patience.test(3) }, () => {
  it('is told on stderr with what to do about it, and alike with --json', async () => {
    const cases = [
      { parameters: ['bogus'], called: '', message: "unknown command 'bogus'" },
      { parameters: ['train'], called: 'train ', message: "missing required argument 'file'" },
      {
        parameters: ['queue', 'move', 'last', '--last', '--first'],
        called: 'queue move ',
        message: "option '--first' cannot be used with option '--last'",
      },
      {
        parameters: ['runs', '--limit', '0'],
        called: 'runs ',
        message:
          "option '--limit <number>' argument '0' is invalid. It has to be a whole number from 1 to 1000000.",
      },
      {
        parameters: ['runs', '--limit', '1000001'],
        called: 'runs ',
        message:
          "option '--limit <number>' argument '1000001' is invalid. It has to be a whole number from 1 to 1000000.",
      },
      {
        parameters: ['export', 'last', '--out', 'a', '--format', 'tflite'],
        called: 'export ',
        message:
          "option '--format <format>' argument 'tflite' is invalid. Allowed choices are onnx, html, savedModel, keras, tfjs, pytorch.",
      },
    ];
    for (const { parameters, called, message } of cases) {
      const { code, stdout, stderr } = await layerlab(...parameters, '--json');
      expect({ code, stderr }).toEqual({ code: 2, stderr: `error: ${message}\n${seeHelp(called)}` });
      expect(JSON.parse(stdout)).toMatchObject({
        type: 'failed',
        error: { code: 'badArgument', remedy: `See "layerlab ${called}--help".` },
      });
      if (called === 'runs ') expect(stdout).toContain('whole number from 1 to');
    }
  });

  it('names what was probably meant', async () => {
    expect((await layerlab('trian')).stderr).toBe(
      `error: unknown command 'trian'\n(Did you mean train?)\n${seeHelp()}`,
    );
  });

  it('is answered with the help alone where there is none', async () => {
    const result = await layerlab();
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/^Usage: layerlab/);
    expect(result.stderr).not.toContain('error:');
  });
});

describe('the name of a file to write', { timeout: patience.test(3) }, () => {
  const formats = '.onnx, .html, .keras, .json, .py';
  const byName = `Let it end in one of ${formats}; or say which by --format.`;
  it.each([
    ['tells no format', ['export', 'last', '--out', 'a.foo'], 'does not tell its format', byName],
    ['has no ending', ['export', 'last', '--out', 'a'], 'does not tell its format', byName],
    [
      'ends as of another format',
      ['export', 'last', '--out', 'a.onnx', '--format', 'keras'],
      'The name ends in .onnx, and what is written is Keras',
      'Let it end in .keras.',
    ],
    [
      'ends as no format that is written',
      ['export', 'last', '--out', 'a.h5', '--format', 'keras'],
      'The name ends in .h5, and what is written is Keras',
      'Let it end in .keras.',
    ],
    [
      'ends as a file where a folder is written',
      ['export', 'last', '--out', 'a.onnx', '--format', 'savedModel'],
      'The name ends as of ONNX, and',
      'Name a folder, without an ending.',
    ],
    [
      'ends as of a table that is not written',
      ['metrics', 'last', '--out', 'points.parquet'],
      'The name ends in .parquet, and what is written is CSV',
      'Let it end in .csv or .txt.',
    ],
    [
      'ends so',
      ['compare', 'last', '--report', 'a.pdf'],
      'written is an HTML file',
      'Let it end in .html or .htm.',
    ],
    [
      'ends so',
      ['import', 'a.onnx', '--out', 'b.onnx'],
      'written is an experiment file',
      'Let it end in .json.',
    ],
    [
      'ends so',
      ['predict', 'a', '--input', 'b', '--out', 'c.xlsx'],
      'written is CSV',
      'Let it end in .csv or .txt.',
    ],
  ])('is refused where it %s: %j', async (_, parameters, message, remedy) => {
    const { code, stdout, stderr } = await layerlab(...parameters);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(`  to do: ${remedy}\n`);
  });
});

describe('the opset of an export', { timeout: patience.test(3) }, () => {
  const { oldest, newest, usual } = opsetRange;

  it('is refused as not understood where no file can be written for it, with those that can be', async () => {
    for (const opset of ['abc', String(oldest - 1), String(newest + 1), '17.5']) {
      const result = await layerlab('export', 'last', '--out', 'a.onnx', '--opset', opset);
      expect(result, opset).toEqual({
        code: 2,
        stdout: '',
        stderr: `error: option '--opset <number>' argument '${opset}' is invalid. It has to be a whole number from ${oldest} to ${newest}.\n${seeHelp('export ')}`,
      });
    }
  });

  it('has its range and default in the help and in the README', async () => {
    expect(unwrapped((await layerlab('export', '--help')).stdout)).toContain(
      `--opset <number> The version of ONNX’s operators. ${usual} is read nearly everywhere; ${oldest} to ${newest} (default: ${usual})`,
    );
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(
      `${oldest} to ${newest}, otherwise ${usual}`,
    );
  });
});

describe('the exit codes', { timeout: patience.test(3) }, () => {
  it('mean the same in the help as in the README', async () => {
    const table = readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^\| (\d+) +\| (.+?) +\|$/gm);
    const documented = Array.from(table, ([, code = '', meaning = '']) => `${code.padEnd(3)}  ${meaning}`);
    expect(documented).toHaveLength(4);
    const { stdout } = await layerlab('--help');
    expect(stdout).toContain(`Exit codes:\n${documented.map((line) => `  ${line}\n`).join('')}`);
  });
});

describe('what a command names', { timeout: patience.test(3) }, () => {
  const home = folderForAll();
  const example = JSON.parse(readFileSync(join(root, 'examples', 'spirals.layerlab.json'), 'utf8')) as {
    name: string;
  };
  const dataset = { kind: 'spirals', examples: 100 };
  const file = writeExperiment(home, { ...example, dataset }, 'small');

  it('is asked for more exactly where several runs fit, with a few of them', async () => {
    fillWithRuns(home, 4, () => 'spirals');
    const listed = await layerlab('runs', '--home', home, '--json');
    const ids = (JSON.parse(listed.stdout) as { id: string }[]).map(({ id }) => id);
    // Ids begin with the time they were made at.
    const [beginning = ''] = ids[0] ?? '';
    const result = await layerlab('show', beginning, '--home', home);
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: 4 runs are called "${beginning}" or have an id that begins so\n  to do: Give the id, or more of it; it may be ${ids.slice(0, 3).join(', ')} and 1 more.\n`,
    });
    const third = await layerlab('show', 'spirals 3', '--home', home);
    expect(third.stdout, 'by its whole name').toContain(ids[1]);
  });

  it('is said to be missing in the message, for a layer, and what there is in the remedy', async () => {
    const result = await layerlab('train', file, '--home', home, '--set', 'network.nothing.units=3');
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(
      /^error: The network has no layer "nothing"\n {2}where: --set network\.nothing\.units=3\n {2}to do: Known are input, .+\n$/,
    );
  });
});
