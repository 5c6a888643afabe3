import { dialog, type BrowserWindow } from 'electron';

/** Asks whether to end the app although runs are in progress. */
export async function askToEnd(activeRuns: number, window: BrowserWindow | null): Promise<boolean> {
  const one = activeRuns === 1;
  const options = {
    type: 'question' as const,
    message: one ? 'A run is still training' : `${activeRuns} runs are still training`,
    detail: `If you quit, ${one ? 'it stops' : 'they stop'} with a checkpoint and can go on from there later.`,
    buttons: ['Keep training', 'Quit'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  return response === 1;
}
