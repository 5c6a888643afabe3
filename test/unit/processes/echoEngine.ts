import { EngineChannel } from '../../../src-main/processes/channel';

/** The engine's end of a channel: sends every message back, and exits with the number of those it got. */
const channel = new EngineChannel(process);
let [received, closed] = [0, 0];
channel.onConnection((connection) => {
  connection.onMessage((message) => {
    received += 1;
    connection.send(message === 'how many have closed?' ? String(closed) : message);
  });
  connection.onClose(() => (closed += 1));
});
channel.announce({ type: 'ready', warnings: [] });
channel.onClose(() => process.exit(received));
