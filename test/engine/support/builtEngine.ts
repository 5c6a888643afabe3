import { startEngineChild } from './engineChild';
import { programs } from './programs';

/**
 * The engine as `npm run build` makes it. A bundle is not its source: a module may be in it twice, and what is told by
 * its class in the one is not in the other.
 */
export function startBuiltEngine(home: string) {
  const { client, channel, exited } = startEngineChild(programs, home);
  return {
    client,
    async close() {
      channel.end();
      await exited;
    },
  };
}

export type BuiltEngine = ReturnType<typeof startBuiltEngine>;
