/** Milliseconds between two words of it: trainings give way for longer. */
const interval = 1000;
const kinds = ['pointermove', 'pointerdown', 'keydown', 'wheel'];

/** Tells of a person who uses the window: at their first move, and while they go on now and then. */
export function onInteraction(tell: () => void): void {
  let lastTold = -Infinity;
  const heed = ({ timeStamp }: Event) => {
    if (timeStamp - lastTold < interval) return;
    lastTold = timeStamp;
    tell();
  };
  for (const kind of kinds) window.addEventListener(kind, heed, { capture: true, passive: true });
}
