export type Language = 'python' | 'javascript';

/** A value as a program writes it, before it is known in which language. */
export type CodeValue =
  | number
  | string
  | boolean
  | null
  | readonly CodeValue[]
  /** An expression, as it stands. */
  | { readonly expression: string };

/** An argument with its name, or without one where it stands by position. */
export interface CodeArgument {
  readonly name: string | null;
  readonly value: CodeValue;
}

/** The expression, verbatim. */
export function expression(text: string): CodeValue {
  return { expression: text };
}

export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `HeNormal` → `he_normal`. */
export function snakeCase(name: string): string {
  return name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();
}

function isExpression(value: CodeValue): value is { readonly expression: string } {
  return typeof value === 'object' && value !== null && 'expression' in value;
}

function isList(value: CodeValue): value is readonly CodeValue[] {
  return Array.isArray(value);
}

export function writeValue(value: CodeValue, language: Language): string {
  if (isList(value)) {
    const items = value.map((item) => writeValue(item, language)).join(', ');
    if (language === 'javascript') return `[${items}]`;
    return value.length === 1 ? `(${items},)` : `(${items})`;
  }
  if (value !== null && isExpression(value)) return value.expression;
  if (typeof value === 'string') return writeString(value, language);
  if (typeof value === 'number') return writeNumber(value);
  if (language === 'javascript') return String(value);
  return value === null ? 'None' : value ? 'True' : 'False';
}

/** Both languages read JSON's strings; JavaScript is written with single quotes where that needs no escape. */
function writeString(value: string, language: Language): string {
  const json = JSON.stringify(value);
  return language === 'python' || /['"\\]/.test(value) ? json : `'${json.slice(1, -1)}'`;
}

/** Powers of ten as people write them: 1e-7, not 1e-07. Infinities do not occur in parameters. */
export function writeNumber(value: number): string {
  return String(value);
}

const widestLine = 88;

/**
 * A call on one line where it fits, otherwise with an argument a line.
 * @param indent spaces before the line on which it stands.
 * @param reserved characters that stand before and behind it on that line.
 */
export function writePythonCall(
  callee: string,
  parameters: readonly CodeArgument[],
  indent = 0,
  reserved = 0,
): string {
  const written = parameters.map(({ name, value }) => {
    const text = writeValue(value, 'python');
    return name === null ? text : `${name}=${text}`;
  });
  const line = `${callee}(${written.join(', ')})`;
  if (indent + reserved + line.length <= widestLine) return line;
  const inner = ' '.repeat(indent + 4);
  return `${callee}(\n${written.map((text) => `${inner}${text},\n`).join('')}${' '.repeat(indent)})`;
}

/** A call with one object of named arguments, broken like {@link writePythonCall}. */
export function writeJavaScriptCall(
  callee: string,
  parameters: readonly CodeArgument[],
  indent = 0,
  reserved = 0,
): string {
  if (parameters.length === 0) return `${callee}()`;
  const written = parameters.map(
    ({ name, value }) => `${camelCase(name ?? '')}: ${writeValue(value, 'javascript')}`,
  );
  const line = `${callee}({ ${written.join(', ')} })`;
  if (indent + reserved + line.length <= widestLine) return line;
  const inner = ' '.repeat(indent + 2);
  return `${callee}({\n${written.map((text) => `${inner}${text},\n`).join('')}${' '.repeat(indent)}})`;
}

/** Every line that is not empty moved to the right. */
export function indented(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}
