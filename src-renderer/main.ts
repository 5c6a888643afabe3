import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './app/App.vue';
import { claimDraft } from './stores/document/draft';
import { colorSheet } from './shared/theme/colors';
import './styles/base.css';
import './styles/canvas.css';

document.adoptedStyleSheets.push(colorSheet());
await claimDraft();
createApp(App).use(createPinia()).mount('#app');
