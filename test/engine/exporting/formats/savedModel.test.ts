import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireNative } from '../../../../src-main/trainer/session/native';
import { temporaryFolder } from '../../support/workspace';
import { encoded, exportCases, relativeDifference, trainedCase } from './exported';

const { tf } = requireNative();

describe('a SavedModel gives the trainer’s outputs when TensorFlow loads it', () => {
  it.each(exportCases)('$name', async (given) => {
    const { trained, inputs, outputs, shape } = trainedCase(given);
    const folder = temporaryFolder();
    const { bytes } = await encoded(trained, { format: 'savedModel' });
    writeFileSync(join(folder, 'saved_model.pb'), bytes);
    const model = await tf.node.loadSavedModel(folder, ['serve'], 'serving_default');
    const theirs = tf.tidy(() => {
      const answer = model.predict({ input: tf.tensor(inputs, shape) }) as Record<
        string,
        ReturnType<typeof tf.tensor>
      >;
      return answer['output']?.dataSync() ?? [];
    });
    model.dispose();
    expect(relativeDifference(outputs, Array.from(theirs as ArrayLike<number>))).toBeLessThanOrEqual(1e-5);
  });
});
