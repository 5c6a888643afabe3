import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { root } from '../../e2e/support/harness';
import { patience } from '../../patience';
import { smallNetwork, writeExperiment } from '../../support/experiments';
import { withoutEnd } from '../../support/withoutEnd';
import { folderForAll } from '../support/workspace';
import { finish } from './support/layerlab';

/** A command whose processes, however deep, can be found afterwards. */
function begin(...parameters: string[]) {
  const mark = `LAYERLAB_TEST_MARK=${randomUUID()}`;
  const [name = '', value = ''] = mark.split('=');
  const child = spawn(process.execPath, [join(root, 'scripts', 'layerlab.mjs'), ...parameters], {
    env: { ...process.env, [name]: value },
  });
  return { child, ended: finish(child), running: (program: string) => running(mark, program) };
}

/** Processes that were started with a mark and run a program. */
function running(mark: string, program: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => textOf(name, 'environ').includes(mark) && textOf(name, 'cmdline').includes(program))
    .map(Number);
}

/** Empty where the process is gone. */
function textOf(pid: string, file: string): string {
  try {
    return readFileSync(join('/proc', pid, file), 'latin1');
  } catch {
    return '';
  }
}

/** Begins a short command as often as it takes to see one of its programs run before the command has ended. */
async function seenWith(program: string, parameters: readonly string[]) {
  for (;;) {
    const command = begin(...parameters);
    let hasEnded = false;
    void command.ended.then(() => (hasEnded = true));
    while (!hasEnded) {
      if (command.running(program).length > 0) return command;
      await new Promise((next) => setImmediate(next));
    }
  }
}

const waiting = () => ({ timeout: patience.state(), interval: 5 });

describe('an engine that is started ahead of its command', { timeout: patience.test() }, () => {
  const home = folderForAll();

  it.each([
    ['is misspelt', ['trian', 'file.json']],
    ['has an option that there is not', ['predict', 'model.onnx', '--inptu', 'table.csv']],
    ['names a model that is not there', ['predict', 'model.onnx', '--input', 'table.csv', '--home', home]],
    ['asks for its help', ['train', '--help']],
  ])('does not stay behind where the command %s', async (_case, parameters) => {
    const { ended, running } = begin(...parameters);
    await ended;
    await vi.waitFor(() => expect(running('.mjs')).toEqual([]), waiting());
  });

  it.each(['engine.mjs', 'inference.mjs'])(
    'goes with a command that is killed once %s is there',
    async (program) => {
      const { child, ended, running } = await seenWith(program, [
        ...['predict', 'model.onnx', '--input', 'table.csv', '--home', home],
      ]);
      child.kill('SIGKILL');
      await ended;
      await vi.waitFor(() => expect(running('.mjs')).toEqual([]), waiting());
    },
  );

  it('is named where it is killed while a command waits for it', async () => {
    const file = writeExperiment(home, {
      version: 1,
      name: 'long',
      network: smallNetwork(),
      dataset: { kind: 'spirals', examples: 200 },
      training: withoutEnd,
    });
    const { child, ended, running } = begin('train', file, '--home', home, '--json');
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (data: Buffer) => data.toString().includes('"type":"metrics"') && resolve());
    });
    for (const engine of running('engine.mjs')) process.kill(engine, 'SIGKILL');
    const { code, stdout } = await ended;
    expect(code).toBe(1);
    expect(stdout).toContain('The engine ended by signal SIGKILL');
    await vi.waitFor(() => expect(running('.mjs')).toEqual([]), waiting());
  });
});
