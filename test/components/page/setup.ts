import { enableAutoUnmount } from '@vue/test-utils';
import { afterEach, beforeEach, inject } from 'vitest';
import { colorSheet } from '../../../src-renderer/shared/theme/colors';
import './provided';
import '../../../src-renderer/styles/base.css';
import '../../../src-renderer/styles/canvas.css';

document.adoptedStyleSheets.push(colorSheet());
sessionStorage.setItem('layerlab.token', inject('engineToken'));

enableAutoUnmount(afterEach);
beforeEach(() => {
  localStorage.clear();
  document.body.innerHTML = '';
});
