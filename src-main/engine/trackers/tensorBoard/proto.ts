import { describeMessages, repeated } from '../../../files/protobuf';

/** A map; the library's types of descriptions leave it out. */
const byText = { keyType: 'string' };

/**
 * The messages of an event file as far as they hold figures, with the field numbers of event.proto, summary.proto,
 * tensor.proto (https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto) and of the plugin for
 * hyperparameters (tensorboard/plugins/hparams/plugin_data.proto).
 */
const message = describeMessages({
  Event: {
    fields: {
      wallTime: { type: 'double', id: 1 },
      step: { type: 'int64', id: 2 },
      fileVersion: { type: 'string', id: 3 },
      summary: { type: 'Summary', id: 5 },
    },
  },
  Summary: { fields: { value: { ...repeated, type: 'Value', id: 1 } } },
  Value: {
    fields: {
      tag: { type: 'string', id: 1 },
      simpleValue: { type: 'float', id: 2 },
      image: { type: 'bytes', id: 4 },
      histogram: { type: 'bytes', id: 5 },
      audio: { type: 'bytes', id: 6 },
      tensor: { type: 'Tensor', id: 8 },
      metadata: { type: 'Metadata', id: 9 },
    },
    oneofs: { value: { oneof: ['simpleValue', 'image', 'histogram', 'audio', 'tensor'] } },
  },
  Metadata: { fields: { plugin: { type: 'Plugin', id: 1 } } },
  Plugin: { fields: { name: { type: 'string', id: 1 }, content: { type: 'bytes', id: 2 } } },
  Dimension: { fields: { size: { type: 'int64', id: 1 } } },
  Shape: { fields: { dim: { ...repeated, type: 'Dimension', id: 2 } } },
  Tensor: {
    fields: {
      dtype: { type: 'int32', id: 1 },
      shape: { type: 'Shape', id: 2 },
      content: { type: 'bytes', id: 4 },
      floats: { ...repeated, type: 'float', id: 5 },
      doubles: { ...repeated, type: 'double', id: 6 },
      ints: { ...repeated, type: 'int32', id: 7 },
      longs: { ...repeated, type: 'int64', id: 10 },
      halves: { ...repeated, type: 'int32', id: 13 },
      unsignedInts: { ...repeated, type: 'uint32', id: 16 },
      unsignedLongs: { ...repeated, type: 'uint64', id: 17 },
    },
  },
  Hyperparameters: { fields: { session: { type: 'Session', id: 3 } } },
  Session: { fields: { values: { ...byText, type: 'JsonValue', id: 1 } } },
  JsonValue: {
    fields: {
      number: { type: 'double', id: 2 },
      text: { type: 'string', id: 3 },
      bool: { type: 'bool', id: 4 },
    },
    oneofs: { kind: { oneof: ['number', 'text', 'bool'] } },
  },
});

type Long = number | { toString(): string };

export interface TensorMessage {
  readonly dtype: number;
  readonly shape?: { readonly dim?: readonly { readonly size: Long }[] } | null;
  readonly content: Uint8Array;
  readonly floats: readonly number[];
  readonly doubles: readonly number[];
  readonly ints: readonly number[];
  readonly longs: readonly Long[];
  readonly halves: readonly number[];
  readonly unsignedInts: readonly number[];
  readonly unsignedLongs: readonly Long[];
}

export interface ValueMessage {
  readonly tag: string;
  readonly value?: 'simpleValue' | 'image' | 'histogram' | 'audio' | 'tensor';
  readonly simpleValue: number;
  readonly tensor?: TensorMessage | null;
  readonly metadata?: {
    readonly plugin?: { readonly name: string; readonly content: Uint8Array } | null;
  } | null;
}

export interface EventMessage {
  readonly wallTime: number;
  readonly step: Long;
  readonly summary?: { readonly value: readonly ValueMessage[] } | null;
}

interface HyperparametersMessage {
  readonly session?: {
    readonly values: Readonly<
      Record<string, { kind?: 'number' | 'text' | 'bool'; number: number; text: string; bool: boolean }>
    >;
  } | null;
}

export const eventFormat = message<EventMessage>('Event');
const hyperparameters = message<HyperparametersMessage>('Hyperparameters');

/** What a session was started with, by name. @throws Error where the bytes are no such message */
export function decodeHyperparameters(bytes: Uint8Array): Record<string, number | string | boolean> {
  const { session } = hyperparameters.decode(bytes);
  return Object.fromEntries(
    Object.entries(session?.values ?? {}).flatMap(([name, value]) =>
      value.kind === undefined ? [] : [[name, value[value.kind]] as const],
    ),
  );
}

/** A whole number exactly, or null where a double does not hold it. */
export function wholeNumberOf(value: Long): number | null {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}
