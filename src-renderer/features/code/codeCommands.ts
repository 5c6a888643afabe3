import { useCommandsStore } from '../../stores/commands';
import { usePagesStore } from '../../stores/pages';
import { useCodeStore } from '../../stores/code';

/** Offers the code panel and importing to the command palette and the keyboard. */
export function useCodeCommands(): void {
  const code = useCodeStore();
  const pages = usePagesStore();
  useCommandsStore().provide([
    {
      id: 'code.toggle',
      title: () => (code.panelOpen ? 'Hide the code' : 'Show the code'),
      group: 'Network',
      icon: 'code',
      shortcuts: ['$mod+Shift+E'],
      run: () => {
        // On another page the panel is out of sight: there the command brings it up.
        code.panelOpen = pages.page !== 'workbench' || !code.panelOpen;
        pages.show('workbench');
      },
    },
    {
      id: 'file.import',
      title: () => 'Import a stored model (Keras, tfjs, ONNX, safetensors)…',
      group: 'File',
      icon: 'open',
      run: () => {
        pages.show('workbench');
        code.importOpen = true;
      },
    },
  ]);
}
