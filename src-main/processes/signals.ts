/** A terminal's Ctrl-C may reach us twice, from the terminal and from the script that started us, in milliseconds. */
const sameKeyPress = 1000;

/**
 * Ends a host in good order on Ctrl-C and its like: the first calls `end`, a second that comes later does not wait for it.
 */
export function onEndSignal(end: () => void): void {
  let first: number | null = null;
  const hear = () => {
    if (first === null) {
      first = Date.now();
      end();
    } else if (Date.now() - first > sameKeyPress) process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
}
