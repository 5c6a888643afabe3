/**
 * Writes messages in protobuf's wire format (https://protobuf.dev/programming-guides/encoding), as much of it as
 * TensorFlow's graph needs: tfjs-node's own classes are older than the fields that functions need.
 */
export class ProtobufWriter {
  private readonly chunks: Uint8Array[] = [];

  /** A varint: int32, int64, bool, enum. Negative numbers take ten bytes, as two's complement of 64 bits. */
  int(field: number, value: number): this {
    this.tag(field, 0);
    return this.varint(BigInt(value));
  }

  bool(field: number, value: boolean): this {
    return this.int(field, value ? 1 : 0);
  }

  float(field: number, value: number): this {
    this.tag(field, 5);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.chunks.push(bytes);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.tag(field, 2);
    this.varint(BigInt(value.length));
    this.chunks.push(value);
    return this;
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, write: (message: ProtobufWriter) => void): this {
    const message = new ProtobufWriter();
    write(message);
    return this.bytes(field, message.finish());
  }

  /** Integers of a repeated field, packed. */
  ints(field: number, values: readonly number[]): this {
    const packed = new ProtobufWriter();
    for (const value of values) packed.varint(BigInt(value));
    return this.bytes(field, packed.finish());
  }

  /** One entry of a map from strings. */
  entry(field: number, key: string, write: (entry: ProtobufWriter) => void): this {
    return this.message(field, (entry) => write(entry.string(1, key)));
  }

  finish(): Uint8Array {
    const length = this.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const result = new Uint8Array(length);
    let offset = 0;
    for (const chunk of this.chunks) {
      result.set(chunk, offset);
      offset += chunk.length;
    }
    return result;
  }

  private tag(field: number, wireType: number): void {
    this.varint(BigInt((field << 3) | wireType));
  }

  private varint(value: bigint): this {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.chunks.push(Uint8Array.from(bytes));
    return this;
  }
}
