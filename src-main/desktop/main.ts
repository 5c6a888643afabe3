import { fillGlobals } from './oldNode';

fillGlobals();
// Loaded after the globals are there: some of what the app imports uses them at once.
void import('./desktopApp').then(({ run }) => run());
