import packageFile from '../../../package.json';

/** What files say that they were written by. */
export const producer = { name: 'Layerlab', version: packageFile.version };
