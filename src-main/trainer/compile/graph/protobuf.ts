import protobuf from 'protobufjs/minimal.js';

/** The wire types of protobuf (https://protobuf.dev/programming-guides/encoding) that TensorFlow's graph uses. */
const varint = 0;
const lengthDelimited = 2;
const fourBytes = 5;

/**
 * Writes messages by the numbers of their fields, as TensorFlow's graph has them: tfjs-node's own classes are older
 * than the fields that functions need.
 */
export class ProtobufWriter {
  private readonly writer = protobuf.Writer.create();

  /** int32, int64, an enum. */
  int(field: number, value: number): this {
    this.tag(field, varint).int64(value);
    return this;
  }

  bool(field: number, value: boolean): this {
    return this.int(field, value ? 1 : 0);
  }

  float(field: number, value: number): this {
    this.tag(field, fourBytes).float(value);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.tag(field, lengthDelimited).bytes(value);
    return this;
  }

  string(field: number, value: string): this {
    this.tag(field, lengthDelimited).string(value);
    return this;
  }

  message(field: number, write: (message: this) => void): this {
    this.tag(field, lengthDelimited).fork();
    write(this);
    this.writer.ldelim();
    return this;
  }

  /** Integers of a repeated field, packed. */
  ints(field: number, values: readonly number[]): this {
    this.tag(field, lengthDelimited).fork();
    for (const value of values) this.writer.int64(value);
    this.writer.ldelim();
    return this;
  }

  /** One entry of a map from strings. */
  entry(field: number, key: string, write: (entry: this) => void): this {
    return this.message(field, (entry) => write(entry.string(1, key)));
  }

  finish(): Uint8Array {
    return this.writer.finish();
  }

  private tag(field: number, wireType: number): protobuf.Writer {
    return this.writer.uint32((field << 3) | wireType);
  }
}
