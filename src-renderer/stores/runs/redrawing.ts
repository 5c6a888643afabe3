/** Milliseconds between two drawings: more for long curves, up to so many. */
const shortestPause = 150;
const longestPause = 500;
const pointsPerMillisecond = 400;
/** Milliseconds after a click or a key in which the frame belongs to what it changes. */
const quietTime = 120;

let lastInput = -Infinity;
for (const kind of ['pointerdown', 'pointerup', 'keydown', 'keyup', 'wheel'])
  window.addEventListener(kind, () => (lastInput = performance.now()), { capture: true, passive: true });

export interface Redrawing {
  /** Draws in a frame after the pause that is due; calls meanwhile are one drawing. */
  soon(): void;
  /** Draws in the next frame. */
  now(): void;
}

/**
 * Paces what is drawn while a run trains, so that the window stays free for its person: a few drawings a second, and
 * none in the frame that answers a click or a key.
 * @param points how many points the curves have by now
 */
export function paceRedrawing(draw: () => void, points: () => number): Redrawing {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = 0;
  let lastDrawn = -Infinity;

  function drawInFrame(): void {
    const now = performance.now();
    const quietUntil = Math.min(lastInput + quietTime, due + longestPause);
    if (now < quietUntil) {
      timer = setTimeout(drawInFrame, quietUntil - now);
      return;
    }
    requestAnimationFrame(() => {
      timer = undefined;
      lastDrawn = performance.now();
      draw();
    });
  }

  function soon(): void {
    if (timer !== undefined) return;
    const pause = Math.min(longestPause, shortestPause + points() / pointsPerMillisecond);
    due = Math.max(performance.now(), lastDrawn + pause);
    timer = setTimeout(drawInFrame, due - performance.now());
  }

  function now(): void {
    clearTimeout(timer);
    timer = undefined;
    requestAnimationFrame(() => {
      lastDrawn = performance.now();
      draw();
    });
  }

  return { soon, now };
}
