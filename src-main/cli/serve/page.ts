import { escapedText } from '@shared/drawing/markup';
import type { ModelDescription } from '@shared/contract/models';
import { exampleRequest, modelMetadata, openApi } from './openApi';

/** The OpenAPI document as a page to read: every call, and one to copy into a terminal. */
export function documentationPage(name: string, url: string, model: ModelDescription): string {
  const { info, paths } = openApi(name, url, model);
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, call]) =>
        `<tr><td><code>${method.toUpperCase()}</code></td><td><code>${escapedText(path)}</code></td>` +
        `<td>${escapedText((call as { summary: string }).summary)}</td></tr>`,
    ),
  );
  const body = JSON.stringify(exampleRequest(model));
  const shown = body.length > 600 ? `${body.slice(0, 600)}…` : body;
  const { inputs, outputs, parameters } = modelMetadata(name, model);
  const notGiven = parameters?.outputs_not_given ?? [];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapedText(info.title)}</title>
<style>
:root { color-scheme: light dark }
body { max-width: 46rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
table { border-collapse: collapse; width: 100% }
td, th { padding: .35rem .6rem; border-bottom: 1px solid #8884; text-align: left }
pre { overflow-x: auto; padding: .8rem; background: #8882; border-radius: 6px }
</style>
</head>
<body>
<h1>${escapedText(name)}</h1>
<p>${escapedText(info.description)} The same as a document for programs: <a href="/openapi.json">openapi.json</a>.</p>
<h2>Calls</h2>
<table><thead><tr><th>Method</th><th>Path</th><th>What it answers</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<h2>The model</h2>
<pre tabindex="0">${escapedText(JSON.stringify({ inputs, outputs }, null, 2))}</pre>
${notGiven.map((why) => `<p>${escapedText(why)}</p>`).join('')}
<h2>To try</h2>
<pre tabindex="0">curl -s ${escapedText(url)}/v2/models/${escapedText(name)}/infer -H 'content-type: application/json' -d '${escapedText(shown)}'</pre>
</body>
</html>
`;
}
