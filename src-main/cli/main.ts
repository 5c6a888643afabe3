import '../processes/noForms';
import { startEngineAhead } from './session/engineAhead';

const [command = '-'] = process.argv.slice(2);
const isHelp = process.argv.some((argument) => argument === '--help' || argument === '-h');
if (!command.startsWith('-') && command !== 'help' && !isHelp) startEngineAhead(command);

await import('./program');
