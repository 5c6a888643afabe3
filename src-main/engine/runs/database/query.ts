import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
  type CompiledQuery,
} from 'kysely';
import type { Tables } from './schema';

/** Builds and types statements; it cannot run them. */
export const query = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** Stands in a statement for a value that is given each time it is run. */
class Slot {
  constructor(readonly name: PropertyKey) {}
}

/**
 * A statement that is built once, when it is first run: building one costs more than running it, which counts for what
 * is run for each series of each run several times a second.
 * @param build is handed stand-ins for the values, each of which goes into the statement as it is, and is not looked at
 */
export function prepared<Given extends object, Row>(
  build: (given: Given) => Compilable<Row>,
): (given: Given) => Compilable<Row> {
  let built: CompiledQuery<Row> | undefined;
  return (given) => ({
    compile: () => {
      built ??= build(slots<Given>()).compile();
      return { ...built, parameters: built.parameters.map((value) => filled(value, given)) };
    },
  });
}

function slots<Given extends object>(): Given {
  return new Proxy({}, { get: (_, name) => new Slot(name) }) as Given;
}

function filled<Given extends object>(value: unknown, given: Given): unknown {
  return value instanceof Slot ? given[value.name as keyof Given] : value;
}
