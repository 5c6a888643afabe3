import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './app/App.vue';
import { claimDraft } from './stores/document/draft';
import './styles/base.css';
import './styles/canvas.css';

await claimDraft();
createApp(App).use(createPinia()).mount('#app');
