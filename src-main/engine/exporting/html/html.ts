import { escapedText } from '@shared/drawing/markup';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { PreparedDataset } from '@shared/data/prepared';
import { pastedRows } from '@shared/data/tables/pastedRows';
import { AppError } from '@shared/errors';
import type { ExportSettings } from '@shared/exporting/catalogue';
import { onnx } from '@shared/exporting/onnx';
import { resolveTraining } from '@shared/training/resolve';
import { webAssemblyFiles } from '../../inference/webAssembly/files';
import type { ExportEncoder } from '../encoder';
import { onnxModel } from '../onnx/onnx';
import { encodeModel } from '../onnx/proto';
import { requireOneMessage } from '../weights';
import { client } from './client';
import { styles } from './styles';

type HtmlSettings = Extract<ExportSettings, { format: 'html' }>;

const inner = onnx.schema.parse({ format: 'onnx', include: 'preprocessing' });

/** One page with the model, ONNX Runtime's WebAssembly and the input that suits, which reaches for nothing else. */
export const encodeHtml: ExportEncoder<HtmlSettings> = async (trained) => {
  const { experiment, dataset } = trained;
  const input = inputFor(dataset);
  requireOneMessage(trained.weights, 'the model in a page');
  const model = encodeModel(onnxModel(trained, inner));
  const files = webAssemblyFiles();
  const [script, binary] = await Promise.all([readFile(files.script), readFile(files.binary)]);
  const facts = {
    name: experiment.name,
    task: dataset.task,
    inputShape: dataset.inputShape,
    input,
    classNames: dataset.classNames,
    featureNames: dataset.featureNames,
    tableInputs: dataset.tableInputs ?? null,
    usual: dataset.scaling.offset,
    threshold: resolveTraining(experiment.training).loss.definition.threshold,
  };
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapedText(experiment.name)}</title>
<style>${styles}</style>
</head>
<body>
<main>
<h1>${escapedText(experiment.name)}</h1>
<p class="note">This page runs the model on this device. Nothing is sent anywhere.</p>
<div class="sides"><div id="given"></div><div id="answer" role="status" aria-live="polite">Making the model ready…</div></div>
</main>
${part('facts', Buffer.from(JSON.stringify(facts)))}
${part('model', gzipSync(model))}
${part('runtime', gzipSync(script))}
${part('wasm', gzipSync(binary))}
<script type="module">${pastedRows.toString()}
${client}</script>
</body>
</html>
`;
  return { content: [Buffer.from(page)], proof: { kind: 'carriedOnnx', model } };
};

/** What a person gives the model by. @throws AppError `exportFailed` where there is nothing to give its examples by */
function inputFor({ name, inputShape, inputDtype, windows }: PreparedDataset): 'image' | 'row' | 'series' {
  if (inputShape.length === 3 && inputDtype === 'uint8') return 'image';
  if (windows !== undefined) return 'series';
  if (inputShape.length === 1) return 'row';
  throw new AppError('exportFailed', `A page has no input for examples of ${inputShape.join(' × ')} values`, {
    where: name,
    remedy: 'Export to ONNX, which “layerlab predict” runs on a file of examples.',
  });
}

/** The page may run what is in it and reach nothing outside. */
const policy =
  "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; img-src blob: data:";

/** Bytes that the page carries. */
const part = (id: string, bytes: Buffer) =>
  `<script type="text/plain" id="${id}">${bytes.toString('base64')}</script>`;
