import { StandardRPCJsonSerializer } from '@orpc/client/standard';
import { describe, expect, it } from 'vitest';
import { engineSerializers } from '@shared/contract/serializers';

const serializer = new StandardRPCJsonSerializer({ customJsonSerializers: engineSerializers });

/** What the other end gets. */
function crossed(value: unknown): unknown {
  const [json, meta] = serializer.serialize(value);
  const sent = JSON.parse(JSON.stringify({ json, meta })) as { json: unknown; meta: typeof meta };
  return serializer.deserialize(sent.json, sent.meta);
}

describe('what crosses between an interface and the engine', () => {
  it('is what was sent, lists of numbers with their gaps among it, wherever they stand', () => {
    const values = Array.from({ length: 1000 }, (_, index) => (index % 7 === 3 ? null : index / 3));
    const sent = {
      batches: [{ split: 'training', steps: values.map((_, index) => index), values }],
      rows: [values.slice(0, 20), ['a', undefined, ...values]],
      none: [],
      at: new Date(0),
    };
    expect(crossed(sent)).toEqual(sent);
    expect(crossed(values)).toEqual(values);
  });

  it('keeps what is no number where it is told apart from a gap', () => {
    const values = Array.from({ length: 100 }, (_, index) => (index === 50 ? NaN : index));
    expect(crossed({ values })).toEqual({ values });
  });

  it('is refused where a list of numbers comes as something else', () => {
    const [, meta] = serializer.serialize(Array.from({ length: 100 }, (_, index) => index));
    expect(() => serializer.deserialize('no list', meta)).toThrow(TypeError);
  });
});
