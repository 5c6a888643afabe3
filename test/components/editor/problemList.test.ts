import { inferNetwork } from '@shared/network/inference';
import { describe, expect, it } from 'vitest';
import ProblemList from '../../../src-renderer/features/editor/ProblemList.vue';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { freshStores, mountInApp } from '../page/mounting';

/** The document with a second branch of another width, which is added to the first. */
function withUnlikeBranches() {
  const pinia = freshStores();
  const document = useExperimentStore();
  document.edit('Build', (draft) => {
    const layers = [
      { id: 'in', kind: 'input' },
      { id: 'long', kind: 'dense', units: 8 },
      { id: 'short', kind: 'dense', units: 6 },
      { id: 'merge', kind: 'add' },
    ];
    const edges = ['in long', 'in short', 'long merge', 'short merge'].map((edge) => edge.split(' '));
    draft.network = { layers, edges } as unknown as typeof draft.network;
  });
  const { problems } = inferNetwork(document.network, { inputShape: [2] });
  const app = mountInApp(ProblemList, { problems }, { pinia });
  return { app, document };
}

describe('what is wrong with a network', () => {
  it('has a button for each way to mend it', () => {
    const { app } = withUnlikeBranches();
    expect(app.findAll('.fixes button').map((fix) => fix.text())).toEqual([
      'Insert a Dense of 8 units after short',
      'Use Concatenate instead',
    ]);
  });

  it('is mended by one of them, in one step of undo', async () => {
    const { app, document } = withUnlikeBranches();
    await app.findAll('.fixes button')[1]!.trigger('click');
    expect(document.network.layers.find(({ id }) => id === 'merge')?.kind).toBe('concatenate');
    expect(document.undoName).toBe('Use Concatenate instead');
    document.undo();
    expect(document.network.layers.find(({ id }) => id === 'merge')?.kind).toBe('add');
  });

  it('is told with errors before hints', () => {
    const pinia = freshStores();
    const problem = (severity: string, message: string) => ({
      severity,
      error: { code: 'badNetwork', message, where: null, remedy: null },
      layer: null,
      edge: null,
      fixes: [],
    });
    const problems = [problem('warning', 'a hint'), problem('error', 'an error')];
    const app = mountInApp(ProblemList, { problems }, { pinia });
    expect(app.findAll('.message').map((message) => message.text())).toEqual(['an error', 'a hint']);
  });
});
