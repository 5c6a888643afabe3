import { describe, expect, it } from 'vitest';
import { findJsonMistake } from '@shared/experiment/jsonMistake';

const sample = String.raw`{ "a": [-1.5e+3, 0, 10.25, { }, [ ]],
  "bc\n\u00e9\"": { "": true, "x": [false, null, "é😀"] } }`;
const samples = [sample, ' [1] ', '"text"', '-0', '1E5', 'null', '[[{"a":{}}]]'];
const intruders = [...'{}[]",:.-+eEu01x \n\\', '\t', '\u00a0', '\ufeff', '\u001f', '\u007f', '\ud800'];

/** Each sample with one character left out, changed or put in, and each beginning of it. */
const damaged = samples.flatMap((text) =>
  Array.from({ length: text.length + 1 }, (_, index) => index).flatMap((index) => {
    const [before, after] = [text.slice(0, index), text.slice(index + 1)];
    const changed = intruders.flatMap((intruder) => [
      before + intruder + after,
      before + intruder + text.slice(index),
    ]);
    return [before, before + after, ...changed].map((broken) => ({ broken, index }));
  }),
);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the place where a text stops being JSON', () => {
  it('is there in exactly the texts that the engine refuses', () => {
    const verdicts = damaged.map(({ broken }) => isJson(broken));
    expect(new Set(verdicts).size).toBe(2);
    damaged.forEach(({ broken }, index) => {
      expect(findJsonMistake(broken) === null, JSON.stringify(broken)).toBe(verdicts[index]);
    });
  });

  it('is not before the damage', () => {
    for (const { broken, index } of damaged)
      expect(findJsonMistake(broken) ?? index, JSON.stringify(broken)).toBeGreaterThanOrEqual(index);
  });

  it('is where a character stands that may stand nowhere', () => {
    for (const text of samples)
      for (let index = 0; index <= text.length; index += 1)
        expect(findJsonMistake(`${text.slice(0, index)}\u0001${text.slice(index)}`)).toBe(index);
  });

  it('is the end of a text that ends too early', () => {
    for (let length = 0; length < sample.length; length += 1)
      expect(findJsonMistake(sample.slice(0, length))).toBe(length);
  });

  it.each([
    ['{ "a": 1,, }', 9],
    ['{ "a": 1, }', 10],
    ['[1 2]', 3],
    ['[01]', 2],
    ['{ a: 1 }', 2],
    ["['a']", 1],
    ['[1] // end', 4],
    ['[tru]', 4],
    ['{"a": NaN}', 6],
  ])('in %s is %d', (text, position) => {
    expect(findJsonMistake(text)).toBe(position);
  });

  it('is found however deep the lists are', () => {
    expect(findJsonMistake('['.repeat(200_000))).toBe(200_000);
  });
});
