/** The look of a report: light or dark as the reader's system has it, and plain on paper. */
export const reportStyle = `
:root { color-scheme: light dark; --text: #1b1f2a; --muted: #5b6474; --border: #dfe3ea; --paper: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e7eaf1; --muted: #9aa4b5; --border: #2b323f; --paper: #11141b; }
}
body { max-width: 1080px; margin: 0 auto; padding: 24px; background: var(--paper); color: var(--text);
  font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 22px; margin: 0; }
h2 { font-size: 16px; margin: 28px 0 8px; }
.muted, figcaption { color: var(--muted); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 10px 4px 0; border-bottom: 1px solid var(--border); text-align: left; vertical-align: top; }
th { font-weight: 600; }
.dot { display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 50%; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 16px; }
figure { margin: 0; }
svg { display: block; width: 100%; height: auto; }
.grid { stroke: var(--border); }
.tick { fill: var(--muted); font-size: 11px; }
.curve { fill: none; stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; }
.curve.training { stroke-dasharray: 4 3; opacity: 0.75; }
@media print { body { padding: 0; } figure, tr { break-inside: avoid; } }
`;
