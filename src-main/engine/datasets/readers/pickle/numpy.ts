import { isArray, type KnownName, type Pickled, type PickledArray, type PickledType, textOf } from './values';

/** The only names that are known, by module and name; nothing of them is looked up or run. */
const knownNames: Readonly<Record<string, KnownName['name']>> = {
  'numpy.core.multiarray _reconstruct': 'reconstruct',
  'numpy._core.multiarray _reconstruct': 'reconstruct',
  'numpy.core.numeric _frombuffer': 'fromBuffer',
  'numpy._core.numeric _frombuffer': 'fromBuffer',
  'numpy ndarray': 'ndarray',
  'numpy dtype': 'dtype',
  '_codecs encode': 'encode',
};

/** @throws Error for a name that is none of the known */
export function knownName(module: string, name: string): KnownName {
  const found = knownNames[`${module} ${name}`];
  if (found === undefined) throw new Error(`it calls for ${module}.${name}, which is not run`);
  return { kind: 'name', name: found };
}

function isType(value: Pickled | undefined): value is PickledType {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'type';
}

function shapeOf(value: Pickled | undefined): number[] {
  if (!Array.isArray(value) || !value.every((axis) => typeof axis === 'number' && axis >= 0)) {
    throw new Error('an array has no shape');
  }
  return value as number[];
}

/** What a call of a known name gives. @throws Error where its arguments are not those that NumPy writes */
export function called(callee: Pickled | undefined, args: Pickled | undefined): Pickled {
  const isName = typeof callee === 'object' && callee !== null && 'kind' in callee && callee.kind === 'name';
  if (!isName || !Array.isArray(args)) throw new Error('it calls what has no name');
  const [first, second, third, fourth] = args;
  switch (callee.name) {
    case 'reconstruct':
      return {
        kind: 'array',
        shape: [0],
        type: 'u1',
        isLittle: true,
        isFortran: false,
        bytes: new Uint8Array(),
      };
    case 'dtype':
      return { kind: 'type', type: (textOf(first) ?? '').replace(/^[<>|=]/, ''), isLittle: true };
    case 'encode':
      // Bytes, as Python 3 writes them for Python 2.
      return Buffer.from(textOf(first) ?? '', 'latin1');
    case 'fromBuffer': {
      if (!(first instanceof Uint8Array) || !isType(second)) throw new Error('an array has no bytes');
      const { type, isLittle } = second;
      const isFortran = textOf(fourth) === 'F';
      return { kind: 'array', shape: shapeOf(third), type, isLittle, isFortran, bytes: first };
    }
    case 'ndarray':
      throw new Error('it calls for an array in a way that NumPy does not write');
  }
}

/** Gives an array or a type its state. @throws Error where that is not as NumPy writes it */
export function built(object: Pickled | undefined, state: Pickled | undefined): void {
  if (!Array.isArray(state)) throw new Error('an object has a state of its own');
  if (isType(object)) {
    object.isLittle = textOf(state[1]) !== '>';
    return;
  }
  if (!isArray(object)) throw new Error('it gives a state to what is no array');
  const [, shape, type, isFortran, bytes] = state;
  if (!isType(type) || !(bytes instanceof Uint8Array)) throw new Error('an array holds Python objects');
  const array: PickledArray = object;
  array.shape = shapeOf(shape);
  array.type = type.type;
  array.isLittle = type.isLittle;
  array.isFortran = isFortran === true;
  array.bytes = bytes;
}
