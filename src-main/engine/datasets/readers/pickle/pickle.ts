import { built, called, knownName } from './numpy';
import { type Pickled, textOf } from './values';

const mostMemo = 1 << 22;

/**
 * Takes apart a pickle (protocols 2 to 5) that holds nothing but plain data and arrays of NumPy. It is a list of steps for a
 * machine with a stack; only those that put together data are known, and of calls only those that NumPy writes into its
 * arrays. Nothing in it is ever run.
 */
class Unpickler {
  private position = 0;
  private stack: Pickled[] = [];
  private readonly marks: Pickled[][] = [];
  private readonly memo = new Map<number, Pickled>();
  private readonly view: DataView;

  constructor(private readonly bytes: Buffer) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws Error with the place, in words, of a step that is not known or does not fit */
  read(): Pickled {
    for (;;) {
      const at = this.position;
      try {
        const step = this.byte();
        if (step === 0x2e) return this.pop();
        this.take(step);
      } catch (cause) {
        const reason = cause instanceof RangeError ? 'it is cut off' : (cause as Error).message;
        throw new Error(`${reason} (byte ${at})`, { cause });
      }
    }
  }

  private take(step: number): void {
    const known = steps[step];
    if (known === undefined) {
      throw new Error(`it has a step, 0x${step.toString(16).padStart(2, '0')}, that plain arrays have not`);
    }
    known(this);
  }

  byte(): number {
    return this.view.getUint8(this.position++);
  }

  skip(count: number): void {
    this.position += count;
  }

  uint16(): number {
    this.position += 2;
    return this.view.getUint16(this.position - 2, true);
  }

  uint32(): number {
    this.position += 4;
    return this.view.getUint32(this.position - 4, true);
  }

  int32(): number {
    this.position += 4;
    return this.view.getInt32(this.position - 4, true);
  }

  uint64(): number {
    this.position += 8;
    return Number(this.view.getBigUint64(this.position - 8, true));
  }

  float(): number {
    this.position += 8;
    return this.view.getFloat64(this.position - 8);
  }

  /** A whole number of any length, the lowest byte first. */
  long(): number {
    const digits = this.part(this.byte());
    let value = 0n;
    for (const digit of [...digits].reverse()) value = (value << 8n) | BigInt(digit);
    return Number(BigInt.asIntN(8 * digits.length, value));
  }

  /** The next bytes, where they lie. */
  part(length: number): Buffer {
    if (length > this.bytes.length - this.position) throw new RangeError('cut off');
    this.position += length;
    return this.bytes.subarray(this.position - length, this.position);
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.position);
    if (end < 0) throw new RangeError('cut off');
    const line = this.bytes.toString('latin1', this.position, end);
    this.position = end + 1;
    return line;
  }

  push(value: Pickled): void {
    this.stack.push(value);
  }

  pop(): Pickled {
    const value = this.stack.pop();
    if (value === undefined) throw new Error('it takes what is not there');
    return value;
  }

  last(): Pickled {
    const value = this.stack.at(-1);
    if (value === undefined) throw new Error('it takes what is not there');
    return value;
  }

  mark(): void {
    this.marks.push(this.stack);
    this.stack = [];
  }

  /** What has come since the last mark. */
  sinceMark(): Pickled[] {
    const before = this.marks.pop();
    if (before === undefined) throw new Error('it goes back to where it has not been');
    const found = this.stack;
    this.stack = before;
    return found;
  }

  remember(index: number): void {
    if (this.memo.size > mostMemo) throw new Error('it remembers more than any data set has');
    this.memo.set(index, this.last());
  }

  rememberNext(): void {
    this.remember(this.memo.size);
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw new Error('it recalls what is not there');
    this.push(value);
  }

  list(): Pickled[] {
    const value = this.last();
    if (!Array.isArray(value)) throw new Error('it adds to what is no list');
    return value;
  }

  set(pairs: readonly Pickled[]): void {
    const map = this.last();
    if (!(map instanceof Map)) throw new Error('it adds a key to what has none');
    for (let index = 0; index < pairs.length; index += 2) {
      const key = textOf(pairs[index]);
      if (key === null) throw new Error('it has a key that is no text');
      map.set(key, pairs[index + 1] ?? null);
    }
  }
}

type Step = (machine: Unpickler) => void;

const popped = (machine: Unpickler, count: number): Pickled[] =>
  Array.from({ length: count }, () => machine.pop()).reverse();

/** Steps by their opcode, as Python’s pickletools name them. */
const steps: Readonly<Record<number, Step>> = {
  0x80: (m) => m.skip(1), // PROTO
  0x95: (m) => m.skip(8), // FRAME
  0x28: (m) => m.mark(), // MARK
  0x30: (m) => void m.pop(), // POP
  0x4e: (m) => m.push(null), // NONE
  0x88: (m) => m.push(true), // NEWTRUE
  0x89: (m) => m.push(false), // NEWFALSE
  0x4a: (m) => m.push(m.int32()), // BININT
  0x4b: (m) => m.push(m.byte()), // BININT1
  0x4d: (m) => m.push(m.uint16()), // BININT2
  0x8a: (m) => m.push(m.long()), // LONG1
  0x47: (m) => m.push(m.float()), // BINFLOAT
  0x55: (m) => m.push(m.part(m.byte())), // SHORT_BINSTRING
  0x54: (m) => m.push(m.part(m.uint32())), // BINSTRING
  0x43: (m) => m.push(m.part(m.byte())), // SHORT_BINBYTES
  0x42: (m) => m.push(m.part(m.uint32())), // BINBYTES
  0x8e: (m) => m.push(m.part(m.uint64())), // BINBYTES8
  0x96: (m) => m.push(m.part(m.uint64())), // BYTEARRAY8
  0x8c: (m) => m.push(m.part(m.byte()).toString('utf8')), // SHORT_BINUNICODE
  0x58: (m) => m.push(m.part(m.uint32()).toString('utf8')), // BINUNICODE
  0x8d: (m) => m.push(m.part(m.uint64()).toString('utf8')), // BINUNICODE8
  0x5d: (m) => m.push([]), // EMPTY_LIST
  0x29: (m) => m.push([]), // EMPTY_TUPLE
  0x7d: (m) => m.push(new Map()), // EMPTY_DICT
  0x74: (m) => m.push(m.sinceMark()), // TUPLE
  0x85: (m) => m.push(popped(m, 1)), // TUPLE1
  0x86: (m) => m.push(popped(m, 2)), // TUPLE2
  0x87: (m) => m.push(popped(m, 3)), // TUPLE3
  0x61: (m) => appended(m, [m.pop()]), // APPEND
  0x65: (m) => appended(m, m.sinceMark()), // APPENDS
  0x73: (m) => m.set(popped(m, 2)), // SETITEM
  0x75: (m) => m.set(m.sinceMark()), // SETITEMS
  0x71: (m) => m.remember(m.byte()), // BINPUT
  0x72: (m) => m.remember(m.uint32()), // LONG_BINPUT
  0x94: (m) => m.rememberNext(), // MEMOIZE
  0x68: (m) => m.recall(m.byte()), // BINGET
  0x6a: (m) => m.recall(m.uint32()), // LONG_BINGET
  0x63: (m) => m.push(knownName(m.line(), m.line())), // GLOBAL
  0x93: stackGlobal,
  0x52: reduce,
  0x62: build,
};

function appended(machine: Unpickler, values: readonly Pickled[]): void {
  const list = machine.list();
  for (const value of values) list.push(value);
}

function stackGlobal(machine: Unpickler): void {
  const [module, name] = popped(machine, 2).map(textOf);
  machine.push(knownName(module ?? '', name ?? ''));
}

function reduce(machine: Unpickler): void {
  const [callee, args] = popped(machine, 2);
  machine.push(called(callee, args));
}

function build(machine: Unpickler): void {
  const state = machine.pop();
  built(machine.last(), state);
}

/** Whether a file begins as pickles of protocol 2 and later do. */
export const isPickle = (head: Uint8Array): boolean =>
  head[0] === 0x80 && (head[1] ?? 0) >= 2 && (head[1] ?? 255) <= 5;

/**
 * What a pickle holds, where that is plain data and arrays of NumPy; no code in it is run.
 * @throws Error in words, with the byte, where it holds anything else or is damaged
 */
export const readPickle = (bytes: Buffer): Pickled => new Unpickler(bytes).read();
