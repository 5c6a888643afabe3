/** Takes what Keras writes several times over: it is copied on its way here, and is not packed. */
const copies = 6;
const least = 600_000_000;

/** Bytes that the process has which reads an HDF5 file of so many: one that claims or unpacks to more is no model. */
export const mostMemory = (fileBytes: number): number => least + copies * fileBytes;
