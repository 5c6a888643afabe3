/** Whether a point lies within a shape that fills about the unit circle, upright, y downwards. */
export type Outline = (x: number, y: number) => boolean;

/** Within a regular polygon with a corner at the top. */
function polygon(corners: number, radius: number): Outline {
  const sector = (2 * Math.PI) / corners;
  const inner = radius * Math.cos(sector / 2);
  return (x, y) => {
    const angle = Math.atan2(x, -y);
    const fromMiddleOfSide = angle - sector * (Math.floor(angle / sector) + 0.5);
    return Math.sqrt(x * x + y * y) * Math.cos(fromMiddleOfSide) <= inner;
  };
}

/** Five rays; the edge runs straight from each tip to the notch beside it. */
function star(x: number, y: number): boolean {
  const half = Math.PI / 5;
  const notch = 0.45;
  const angle = Math.atan2(x, -y);
  const fromTip = Math.abs(angle - 2 * half * Math.round(angle / (2 * half)));
  const radius = Math.sqrt(x * x + y * y);
  const [right, up] = [radius * Math.sin(fromTip), radius * Math.cos(fromTip)];
  const [notchRight, notchUp] = [notch * Math.sin(half), notch * Math.cos(half)];
  return right * (1 - notchUp) <= (1 - up) * notchRight;
}

/** The classes of the drawn shapes, in the order of their indices. */
export const shapeOutlines: Readonly<Record<string, Outline>> = {
  circle: (x, y) => x * x + y * y <= 0.8,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= 0.75,
  triangle: polygon(3, 1.1),
  star,
  cross: (x, y) => {
    const [near, far] = [Math.min(Math.abs(x), Math.abs(y)), Math.max(Math.abs(x), Math.abs(y))];
    return near <= 0.26 && far <= 0.95;
  },
  ring: (x, y) => {
    const distance = Math.sqrt(x * x + y * y);
    return distance <= 0.95 && distance >= 0.55;
  },
  diamond: (x, y) => Math.abs(x) / 0.55 + Math.abs(y) <= 1.05,
  hexagon: polygon(6, 0.98),
  crescent: (x, y) => x * x + y * y <= 0.9 && (x - 0.45) ** 2 + y * y > 0.55,
  stripes: (x, y) =>
    Math.abs(x) <= 0.9 && Math.abs(y) <= 0.88 && Math.abs(((Math.abs(y) + 0.3) % 0.6) - 0.3) <= 0.17,
};
