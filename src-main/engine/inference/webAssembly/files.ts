import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = () => dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'));

/** Paths of what runs ONNX files in a browser: the script, and the machine code that it is given. */
export const webAssemblyFiles = () => ({
  script: join(folder(), 'ort.wasm.bundle.min.mjs'),
  binary: join(folder(), 'ort-wasm-simd-threaded.wasm'),
});
