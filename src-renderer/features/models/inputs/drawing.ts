/** Share of the image's side that a drawing is made to fill: a digit of MNIST fits into 20 of 28 pixels. */
const filledShare = 20 / 28;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where there is ink; null where there is none. */
function inkBox({ data, width, height }: ImageData): Box | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let pixel = 0; pixel < width * height; pixel++) {
    if ((data[4 * pixel] ?? 0) < 32) continue;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * A drawing, light on dark, as values of an image of the shape: brought to the middle and to the size that digits of
 * data sets have.
 * @returns height × width × channels, 0 to 255
 */
export function valuesOfDrawing(canvas: HTMLCanvasElement, shape: readonly number[]): number[] {
  const [height = 1, width = 1, channels = 1] = shape;
  const small = document.createElement('canvas');
  small.width = width;
  small.height = height;
  const from = canvas.getContext('2d', { willReadFrequently: true });
  const to = small.getContext('2d', { willReadFrequently: true });
  if (from === null || to === null) return new Array<number>(height * width * channels).fill(0);
  to.fillStyle = 'black';
  to.fillRect(0, 0, width, height);
  const box = inkBox(from.getImageData(0, 0, canvas.width, canvas.height));
  if (box !== null) {
    const scale = (filledShare * Math.min(width, height)) / Math.max(box.width, box.height);
    const [wide, high] = [box.width * scale, box.height * scale];
    to.imageSmoothingQuality = 'high';
    to.drawImage(
      canvas,
      box.left,
      box.top,
      box.width,
      box.height,
      (width - wide) / 2,
      (height - high) / 2,
      wide,
      high,
    );
  }
  const { data } = to.getImageData(0, 0, width, height);
  return Array.from(
    { length: height * width * channels },
    (_, at) => data[4 * Math.floor(at / channels)] ?? 0,
  );
}
