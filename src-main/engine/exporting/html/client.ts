/**
 * What the exported page runs, in plain JavaScript of a module. It must not hold a closing script tag or a template
 * with an expression.
 */
export const client = String.raw`
const text = (id) => document.getElementById(id).textContent;
const bytesOf = (id) => Uint8Array.from(atob(text(id)), (c) => c.charCodeAt(0));
const unpacked = async (id) =>
  new Uint8Array(await new Response(new Blob([bytesOf(id)]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
const facts = JSON.parse(new TextDecoder().decode(bytesOf('facts')));
const given = document.getElementById('given');
const answer = document.getElementById('answer');
const make = (tag, more = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), more);
  element.append(...children);
  return element;
};

const source = URL.createObjectURL(new Blob([await unpacked('runtime')], { type: 'text/javascript' }));
const ort = await import(source);
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmBinary = (await unpacked('wasm')).buffer;
const session = await ort.InferenceSession.create(await unpacked('model'), { executionProviders: ['wasm'] });

let busy = false;
let next = null;
async function ask(values) {
  next = values;
  if (busy) return;
  busy = true;
  while (next) {
    const now = next;
    next = null;
    const from = performance.now();
    const results = await session.run({ input: new ort.Tensor('float32', Float32Array.from(now), [1, ...facts.inputShape]) });
    show(results, performance.now() - from);
  }
  busy = false;
}

function show(results, milliseconds) {
  const outputs = [...results.output.data];
  window.layerlabOutputs = outputs;
  const shares = results.probabilities ? [...results.probabilities.data] : null;
  const time = make('p', { className: 'note', textContent: milliseconds.toFixed(1) + ' ms' });
  if (facts.task === 'regression') {
    answer.replaceChildren(make('div', { className: 'class', textContent: outputs.map((value) => Number(value.toPrecision(5))).join(', ') }), time);
    return;
  }
  const scores = shares ?? (outputs.length === 1 ? [facts.threshold - outputs[0], outputs[0] - facts.threshold] : outputs);
  const best = scores.indexOf(Math.max(...scores));
  const nameOf = (index) => facts.classNames[index] ?? String(index);
  const rows = scores.map((score, index) => ({ score, name: nameOf(index) }));
  if (rows.length > 20) rows.sort((a, b) => b.score - a.score).splice(20);
  const bar = make('ul', { className: 'bars' }, ...rows.map(({ score, name }) => {
    const fill = make('span', { className: 'bar' });
    fill.style.width = Math.max(0, Math.min(100, 100 * score)) + '%';
    return make('li', {}, make('span', { className: 'name', textContent: name, title: name }),
      make('span', { className: 'track' }, ...(shares ? [fill] : [])),
      make('span', { className: 'value', textContent: shares ? (100 * score).toFixed(1) + ' %' : score.toPrecision(4) }));
  }));
  answer.replaceChildren(make('div', { className: 'class', textContent: nameOf(best) }), bar, time);
}

function refuse(message) {
  answer.replaceChildren(make('p', { className: 'problem', textContent: message }));
}

const [height, width, channels] = facts.inputShape;

/** The pixels of a small canvas as the model takes them. */
function valuesOf(small) {
  const { data } = small.getContext('2d').getImageData(0, 0, width, height);
  const values = [];
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [red, green, blue] = data.subarray(4 * pixel, 4 * pixel + 3);
    if (channels === 1) values.push(Math.round(0.299 * red + 0.587 * green + 0.114 * blue));
    else values.push(red, green, blue);
  }
  return values;
}

function imageInput() {
  const pad = make('canvas', { className: 'pad', width: 280, height: 280, role: 'img', ariaLabel: 'Draw here' });
  pad.setAttribute('role', 'img');
  pad.setAttribute('aria-label', 'Draw here');
  const small = make('canvas', { className: 'seen', width, height });
  const ink = pad.getContext('2d', { willReadFrequently: true });
  const to = small.getContext('2d', { willReadFrequently: true });
  const black = (context, element) => {
    context.fillStyle = 'black';
    context.fillRect(0, 0, element.width, element.height);
  };
  const clear = () => { black(ink, pad); black(to, small); };
  clear();
  let last = null;
  const point = (event) => {
    const box = pad.getBoundingClientRect();
    return [(event.clientX - box.left) * 280 / box.width, (event.clientY - box.top) * 280 / box.height];
  };
  const drawn = () => {
    const { data } = ink.getImageData(0, 0, 280, 280);
    let [left, top, right, bottom] = [280, 280, -1, -1];
    for (let pixel = 0; pixel < 280 * 280; pixel++) {
      if (data[4 * pixel] < 32) continue;
      const [x, y] = [pixel % 280, Math.floor(pixel / 280)];
      left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
    }
    black(to, small);
    if (right < 0) return;
    const [wide, high] = [right - left + 1, bottom - top + 1];
    const scale = (20 / 28) * Math.min(width, height) / Math.max(wide, high);
    to.imageSmoothingQuality = 'high';
    to.drawImage(pad, left, top, wide, high, (width - wide * scale) / 2, (height - high * scale) / 2, wide * scale, high * scale);
    ask(valuesOf(small));
  };
  pad.addEventListener('pointerdown', (event) => { pad.setPointerCapture(event.pointerId); last = point(event); });
  pad.addEventListener('pointermove', (event) => {
    if (!last) return;
    const now = point(event);
    Object.assign(ink, { strokeStyle: 'white', lineWidth: 22, lineCap: 'round', lineJoin: 'round' });
    ink.beginPath(); ink.moveTo(...last); ink.lineTo(...now); ink.stroke();
    last = now;
    drawn();
  });
  for (const name of ['pointerup', 'pointercancel']) pad.addEventListener(name, () => { last = null; });
  const take = async (file) => {
    try {
      const image = await createImageBitmap(file);
      const scale = Math.max(width / image.width, height / image.height);
      clear();
      to.imageSmoothingQuality = 'high';
      to.drawImage(image, (width - image.width * scale) / 2, (height - image.height * scale) / 2, image.width * scale, image.height * scale);
      ask(valuesOf(small));
    } catch { refuse('This is no image that the browser reads.'); }
  };
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => { event.preventDefault(); if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]); });
  document.addEventListener('paste', (event) => { const file = event.clipboardData.files[0]; if (file) take(file); });
  const chooser = make('input', { type: 'file', accept: 'image/*', onchange: () => chooser.files[0] && take(chooser.files[0]) });
  given.append(pad, make('button', { textContent: 'Clear', onclick: clear }),
    make('label', {}, 'Choose an image', chooser), make('div', {}, make('div', { textContent: 'What the model sees' }), small));
  answer.textContent = 'Draw, or drop an image: the answer appears here.';
}

const days = 86400000;
const parts = {
  year: (d) => d.getUTCFullYear(), month: (d) => d.getUTCMonth() + 1, day: (d) => d.getUTCDate(),
  weekday: (d) => ((d.getUTCDay() + 6) % 7) + 1, hour: (d) => d.getUTCHours(), days: (d) => d.getTime() / days,
};

function rowInput() {
  const columns = facts.tableInputs ?? (facts.featureNames.length ? facts.featureNames : Array.from({ length: facts.inputShape[0] }, (_, i) => 'value ' + (i + 1)))
    .map((column, first) => ({ column, first, type: 'number', words: [], parts: [], missing: null, other: null }));
  const fields = columns.map((column) => {
    const isWords = ['category', 'text', 'ordinal'].includes(column.type);
    const field = isWords
      ? make('select', {}, ...column.words.map((word) => make('option', { value: word, textContent: word })))
      : make('input', column.type === 'date' ? { type: 'datetime-local' } : { inputMode: 'decimal', value: '0' });
    field.addEventListener('input', send);
    given.append(make('label', {}, make('span', { textContent: column.column }), field));
    return { column, field };
  });
  function send() {
    const values = new Array(facts.inputShape[0]).fill(0);
    for (const { column, field } of fields) {
      const written = field.value.trim();
      const at = column.first;
      if (written === '') {
        if (!column.missing) return refuse(column.column + ': the model has not learned what to do where this is missing.');
        column.missing.forEach((value, index) => { values[at + index] = value; });
      } else if (column.type === 'number') {
        const number = Number(written);
        if (!Number.isFinite(number)) return refuse(column.column + ': “' + written + '” is no number.');
        values[at] = number;
      } else if (column.type === 'ordinal') values[at] = column.words.indexOf(written);
      else if (column.type === 'date') {
        const date = new Date(written + 'Z');
        column.parts.forEach((part, index) => { values[at + index] = parts[part](date); });
      } else values[at + column.words.indexOf(written)] = 1;
    }
    ask(values);
  }
  send();
}

/** The rows of a window, to be typed or pasted; at first each is what the scaling has for zero. */
function seriesInput() {
  const [steps, columns] = facts.inputShape;
  const usual = Array.from({ length: columns }, (_, index) => Number((facts.usual[index] ?? facts.usual[0]).toPrecision(5))).join('\t');
  const field = make('textarea', { rows: 16, cols: 40, spellcheck: false, value: Array.from({ length: steps }, () => usual).join('\n') });
  const send = () => {
    const rows = pastedRows(field.value, steps, columns);
    if (rows.problem) return refuse(rows.problem);
    ask(rows.values);
  };
  field.addEventListener('input', send);
  given.append(make('label', { className: 'rows' }, make('span', { textContent: steps + ' rows, the latest last: ' + facts.featureNames.join(', ') }), field),
    make('p', { className: 'note', textContent: 'Paste rows from a spreadsheet; of more rows the last count.' }));
  send();
}

if (facts.input === 'image') imageInput();
else if (facts.input === 'series') seriesInput();
else rowInput();
window.layerlabAsk = ask;
document.body.dataset.ready = 'true';
`;
