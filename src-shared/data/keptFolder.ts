/** Begins the name of a folder of kept examples in the workspace; it stands where the path of another folder would. */
const prefix = 'kept:';

/** How an experiment names a folder that the workspace keeps, wherever that lies or is moved to. */
export const asKeptFolder = (name: string): string => `${prefix}${name}`;

/** The name that {@link asKeptFolder} was given; null for a path. */
export const keptFolderName = (text: string): string | null =>
  text.startsWith(prefix) ? text.slice(prefix.length) : null;
