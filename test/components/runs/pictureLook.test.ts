import { parseExperiment } from '@shared/experiment/parsing';
import { chain } from '@shared/experiment/templates/template';
import type { PictureKind } from '@shared/pictures/catalogue';
import { beforeEach, expect, it } from 'vitest';
import { effectScope, shallowRef } from 'vue';
import { useExperimentStore } from '../../../src-renderer/stores/document/experiment';
import { useLiveRunStore } from '../../../src-renderer/stores/runs/liveRun';
import { usePictureLook } from '../../../src-renderer/stores/runs/looking/pictureLook';
import { freshStores } from '../page/mounting';

beforeEach(() => void freshStores());

it('says why there is no picture, and forgets that with the next question', async () => {
  const experiment = parseExperiment({
    version: 1,
    name: 'without images',
    network: chain({ id: 'input', kind: 'input' }, { id: 'scores', kind: 'dense', units: 2 }),
    dataset: { kind: 'moons', examples: 40 },
    training: { epochs: 1, optimizer: { kind: 'sgd', learningRate: 0.01 } },
  });
  useExperimentStore().edit('Train without images', (draft) => void Object.assign(draft, experiment));
  const live = useLiveRunStore();
  await live.start();
  await expect.poll(() => live.run?.state).toBe('completed');

  const kind = shallowRef<PictureKind>('weights');
  const scope = effectScope();
  const look = scope.run(() => usePictureLook(() => kind.value));
  await expect.poll(() => look?.error.value?.code).toBe('notFound');
  expect(look?.shown.value).toBeNull();
  kind.value = 'units';
  await expect.poll(() => look?.shown.value?.kind).toBe('units');
  expect(look?.error.value).toBeNull();
  scope.stop();
});
