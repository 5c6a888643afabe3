/** What a JSON file may hold. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** An object that was read, whose fields nobody has looked at yet. */
export type UncheckedObject = Readonly<Record<string, unknown>>;

/** Of what was read as JSON. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
