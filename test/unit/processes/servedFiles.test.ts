import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { servedFile } from '../../../src-main/processes/serving/servedFiles';

const folder = join('/opt', 'layerlab', 'renderer');

describe('the file that an address names', () => {
  it('is in the folder, whether a browser or the desktop asks', () => {
    const script = join(folder, 'assets', 'index.js');
    for (const url of ['/assets/index.js?v=1', 'app://layerlab/assets/index.js', '/%61ssets/index.js'])
      expect(servedFile(folder, url), url).toBe(script);
    for (const url of ['/', '/?token=abc', 'app://layerlab/'])
      expect(servedFile(folder, url), url).toBe(join(folder, 'index.html'));
  });

  it('is none outside of the folder', () => {
    for (const url of ['/..%2fmain%2fweb.mjs', 'app://layerlab/..%2f..%2fpackage.json', '/..%2frenderer-2/x'])
      expect(servedFile(folder, url), url).toBeNull();
  });

  it('is none where the address is none: a malformed escape, an empty host, a zero byte', () => {
    for (const url of ['/%zz', 'app://layerlab/%', '/%c3%28', '//', '/%00'])
      expect(servedFile(folder, url), url).toBeNull();
  });
});
