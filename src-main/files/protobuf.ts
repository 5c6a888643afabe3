import protobuf, { type INamespace } from 'protobufjs';

/** Of a field that is a list. */
export const repeated = { rule: 'repeated' };

/** One kind of message of Protocol Buffers, in bytes. */
export interface MessageFormat<Message> {
  /** What is not there has its default. @throws Error where the bytes are no such message */
  decode(bytes: Uint8Array): Message;
  /** The same with the fields alone that are there. @throws as {@link decode} */
  decodeGiven(bytes: Uint8Array): Partial<Message>;
  /** @param message plain objects, with the fields that are to be there */
  encode(message: object): Uint8Array;
}

const bytesField = 2;

/**
 * A field that holds bytes, or another message, given in pieces: these are not copied.
 * @param id the field's number
 */
export function fieldInPieces(id: number, pieces: readonly Uint8Array[]): Uint8Array[] {
  const length = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const head = protobuf.Writer.create()
    .uint32((id << 3) | bytesField)
    .uint64(length)
    .finish();
  return [head, ...pieces];
}

/** Messages as the library's JSON describes them, by their names: https://protobufjs.github.io/protobuf.js/ */
export function describeMessages(messages: NonNullable<INamespace['nested']>) {
  const root = protobuf.Root.fromJSON({ nested: messages });
  return <Message>(name: string): MessageFormat<Message> => {
    const type = root.lookupType(name);
    return {
      decode: (bytes) => type.decode(bytes) as unknown as Message,
      decodeGiven: (bytes) => type.toObject(type.decode(bytes)) as Partial<Message>,
      encode: (message) => type.encode(type.create(message)).finish(),
    };
  };
}
