/** The colors of a picture for a paper, and how round its boxes are, in pixels. */
export const ink = { paper: '#ffffff', edge: '#444444', box: '#222222', text: '#000000' };
export const cornerRadius = 6;
