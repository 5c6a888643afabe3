/** How many colors there are for runs; a run's `color` is an index below it. */
export const runColors = 8;

/** Colors of runs, told apart also by color-blind eyes (after Okabe and Ito, 2008), on either background. */
export const runPalette: Readonly<Record<'light' | 'dark', readonly string[]>> = {
  light: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b88600', '#3f8fc4', '#5c5c5c', '#8a5a00'],
  dark: ['#4aa3df', '#f08a3c', '#2fc79a', '#e3a0c4', '#e6b422', '#8fd0f5', '#b9bdc6', '#f0e442'],
};
