import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { claimDraft } from './stores/draft';
import './styles/base.css';
import './styles/canvas.css';

await claimDraft();
createApp(App).use(createPinia()).mount('#app');
