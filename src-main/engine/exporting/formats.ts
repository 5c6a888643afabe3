import type { ExportFormat } from './format';
import { onnx } from './onnx/onnx';

/** Every export format. A new one is its file and its line here. */
export const exportFormats: readonly ExportFormat[] = [onnx];
