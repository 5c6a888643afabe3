/** Says something to the parent of this process; resolves when it is on its way, or where there is nobody to hear it. */
export const sayToParent = (said: unknown): Promise<void> =>
  new Promise((resolve) => {
    if (process.connected) process.send?.(said, () => resolve());
    else resolve();
  });
