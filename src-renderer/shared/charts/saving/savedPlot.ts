import { writableText } from '@shared/drawing/markup';
import { chartFont, type ChartTheme } from '../chartTheme';
import type { ChartFormat } from './chartFormats';
import { asPng, density } from './png';

/** A plot that the page draws as SVG. */
export interface Plot {
  readonly title: string;
  readonly drawing: SVGSVGElement;
  readonly theme: ChartTheme;
}

const titleHeight = 26;
const namespace = 'http://www.w3.org/2000/svg';

/** What style sheets give to parts of a drawing, which a file has to bring along. */
const looks = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'paint-order'],
  ...['font-size', 'font-weight', 'text-anchor'],
];

/** A plot as a file, as it is shown, below its title. @throws AppError `exportFailed` where it is too large for a picture */
export function savedPlot(plot: Plot, format: ChartFormat): Promise<Blob> {
  const file = wholeDrawing(plot);
  const svg = new Blob([writableText(new XMLSerializer().serializeToString(file))], {
    type: 'image/svg+xml',
  });
  return format === 'SVG' ? Promise.resolve(svg) : asPicture(svg, file);
}

function wholeDrawing({ title, drawing, theme }: Plot): SVGSVGElement {
  const width = Number(drawing.getAttribute('width'));
  const height = Number(drawing.getAttribute('height')) + titleHeight;
  const file = element('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'font-family': chartFont });
  const heading = element('text', { x: 4, y: 17, fill: theme.text, 'font-size': 13, 'font-weight': 600 });
  heading.textContent = title;
  const body = element('g', { transform: `translate(0 ${titleHeight})` });
  body.append(...Array.from(drawing.children, withLooks));
  file.append(element('rect', { width, height, fill: theme.surface }), heading, body);
  return file;
}

function element<Name extends 'svg' | 'g' | 'rect' | 'text'>(
  name: Name,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** A copy that looks alike without the page: of a control for keyboard and pointer the drawing alone. */
function withLooks(shown: Element): Node {
  const copy = shown.cloneNode(false) as Element;
  for (const { name } of Array.from(copy.attributes)) {
    if (/^(class|style|role|tabindex|aria-|data-)/.test(name)) copy.removeAttribute(name);
  }
  const style = getComputedStyle(shown);
  for (const look of looks) {
    const value = style.getPropertyValue(look);
    if (value !== '') copy.setAttribute(look, value);
  }
  const children = Array.from(shown.childNodes, (child) =>
    child instanceof Element ? withLooks(child) : child.cloneNode(true),
  );
  copy.append(...children);
  return copy;
}

async function asPicture(svg: Blob, { width, height }: SVGSVGElement): Promise<Blob> {
  const address = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width.baseVal.value * density;
    canvas.height = height.baseVal.value * density;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await asPng(canvas);
  } finally {
    URL.revokeObjectURL(address);
  }
}
