/** Bytes as text, as the engine sends and takes them. */
export function bytesFromBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  // A map over the characters takes twenty times as long, which a slider through a training would show.
  for (let place = 0; place < bytes.length; place++) bytes[place] = characters.charCodeAt(place);
  return bytes;
}

export function base64OfBytes(bytes: Uint8Array | Uint8ClampedArray): string {
  let text = '';
  // Arguments of a call are limited, so a part is spelled in parts.
  for (let from = 0; from < bytes.length; from += 1 << 15) {
    text += String.fromCharCode(...bytes.subarray(from, from + (1 << 15)));
  }
  return btoa(text);
}
