/** A struct in Thrift's compact protocol, by the numbers of its fields. Texts, doubles and lists are passed over. */
export type CompactStruct = ReadonlyMap<number, number | boolean | CompactStruct | null>;

type Value = number | boolean | CompactStruct | null;

/** No struct of Parquet's is as deep. */
const mostDepth = 8;

class EndOfBytes extends Error {}

/** Thrift's types of fields, by their numbers in the compact protocol. */
const types = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  struct: 12,
};

class CompactReader {
  at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  struct(depth = 0): CompactStruct {
    if (depth > mostDepth) throw new Error('structs within structs');
    const fields = new Map<number, Value>();
    let field = 0;
    for (let header = this.byte(); header !== 0; header = this.byte()) {
      const step = header >> 4;
      field = step === 0 ? this.whole() : field + step;
      fields.set(field, this.value(header & 15, depth));
    }
    return fields;
  }

  private value(type: number, depth: number): Value {
    switch (type) {
      case types.true:
      case types.false:
        return type === types.true;
      case types.byte:
        return this.byte();
      case types.i16:
      case types.i32:
      case types.i64:
        return this.whole();
      case types.double:
        return this.pass(8);
      case types.binary:
        return this.pass(this.unsigned());
      case types.list:
      case types.set:
        return this.list(depth);
      case types.struct:
        return this.struct(depth + 1);
      default:
        throw new Error('a field of no known type');
    }
  }

  private list(depth: number): null {
    const header = this.byte();
    const size = header >> 4 === 15 ? this.unsigned() : header >> 4;
    for (let index = 0; index < size; index++) {
      // In lists a truth value takes a byte.
      if ((header & 15) <= types.false) this.pass(1);
      else this.value(header & 15, depth + 1);
    }
    return null;
  }

  private pass(bytes: number): null {
    this.at += bytes;
    if (this.at > this.bytes.length) throw new EndOfBytes();
    return null;
  }

  private byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new EndOfBytes();
    return value;
  }

  /** Seven bits a byte, the lowest first. */
  private unsigned(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  /** The sign stands in the lowest bit. */
  private whole(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/**
 * The struct that some bytes begin with, and its length; null where it goes on behind them.
 * @throws Error where it is none
 */
export function readStruct(
  bytes: Uint8Array,
): { readonly struct: CompactStruct; readonly length: number } | null {
  const reader = new CompactReader(bytes);
  try {
    const struct = reader.struct();
    return { struct, length: reader.at };
  } catch (error) {
    if (error instanceof EndOfBytes) return null;
    throw error;
  }
}
