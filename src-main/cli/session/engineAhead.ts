import { asksModels } from '../../processes/asksModels';
import { loadEngine, type LoadingEngine } from '../../processes/engineProcess';

/** Started before the command is understood, and not asked for yet. */
let ahead: LoadingEngine | undefined;

/** Commands that ask a model. */
const asking = ['predict', 'serve'];

/** Starts an engine for the command to come: both take their time to load, on a core each. */
export function startEngineAhead(command: string): void {
  try {
    ahead = loadEngine(...(asking.includes(command) ? [asksModels] : []));
  } catch {
    // Told when a command asks for one: there are some that do not.
  }
}

/** The engine that was started ahead, once. */
export function takeEngine(): LoadingEngine | undefined {
  const engine = ahead;
  ahead = undefined;
  return engine;
}

/** Ends an engine that no command has asked for: it has opened nothing. */
export function dropEngine(): void {
  takeEngine()?.child.kill('SIGKILL');
}
