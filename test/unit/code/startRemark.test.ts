import { codeTargets } from '@shared/code';
import { experimentOf, startUpTemplate } from '@shared/experiment/templates';
import { inferNetwork } from '@shared/network/inference';
import { describe, expect, it } from 'vitest';

describe('a program of an experiment that starts from weights', () => {
  it.each(codeTargets.map((target) => [target.title, target] as const))(
    'says so, for %s',
    (_title, target) => {
      const plain = experimentOf(startUpTemplate);
      const network = inferNetwork(plain.network, { inputShape: [2] });
      const begun = { ...plain, startFrom: { kind: 'model', path: 'shelf/body.keras' } as const };
      expect(target.generate(begun, network)).toContain('Layerlab starts it from body.keras');
      expect(target.generate(plain, network)).not.toContain('starts it from');
    },
  );
});
