/** Bytes that the process has which reads a Parquet file. Reading large ones takes a third of it. */
export const mostMemory = 900_000_000;
