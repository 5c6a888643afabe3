/** The page's looks, light and dark. */
export const styles = `
:root { color-scheme: light dark; --soft: #8883; --accent: #4056d6 }
@media (prefers-color-scheme: dark) { :root { --accent: #93a2ff } }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 56rem; margin: 0 auto; padding: 2rem 1rem }
h1 { margin: 0; overflow-wrap: anywhere }
.note { margin: 0 0 1.5rem; opacity: .75 }
.sides { display: flex; flex-wrap: wrap; gap: 2rem }
#given { display: grid; gap: .6rem; justify-items: start; align-content: start }
#answer { flex: 1; min-width: 16rem }
canvas.pad { width: 280px; height: 280px; border-radius: 8px; background: #000; cursor: crosshair; touch-action: none }
canvas.seen { width: 84px; height: 84px; image-rendering: pixelated }
button, input, select { font: inherit; padding: .25rem .6rem }
label { display: grid; grid-template-columns: 10rem 12rem; align-items: center; gap: .6rem }
label.rows { grid-template-columns: 1fr }
textarea { max-width: 100%; font: .9rem/1.4 ui-monospace, monospace; tab-size: 12 }
input, select { box-sizing: border-box; width: 100% }
.class { font-size: 2.2rem; font-weight: 650; line-height: 1.2; overflow-wrap: anywhere }
.bars { display: grid; gap: .25rem; margin: .6rem 0 0; padding: 0; list-style: none }
.bars li { display: grid; grid-template-columns: 7rem 1fr 4rem; align-items: center; gap: .5rem }
.bars .name { overflow: hidden; text-align: right; text-overflow: ellipsis; white-space: nowrap }
.bars .value { text-align: right }
.track { height: .9rem; border-radius: 4px; background: var(--soft) }
.bar { display: block; height: 100%; border-radius: 4px; background: var(--accent) }
.problem { color: #c22 }
`;
