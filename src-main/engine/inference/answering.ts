import { AppError } from '@shared/errors';
import type { FromInference, InferenceAnswer, InferenceRequest, ToInference } from './protocol';

/** Answers what this process is asked, one after another: a session takes one batch at a time, with all cores. */
export function answerRequests(answerOf: (request: InferenceRequest) => Promise<InferenceAnswer>): void {
  let work: Promise<void> = Promise.resolve();
  process.on('message', (message: ToInference) => {
    work = work.then(async () => {
      const said = await answer(message, answerOf);
      if (process.connected) process.send?.(said);
    });
  });
  process.on('disconnect', () => process.exit(0));
}

async function answer(
  { id, request }: ToInference,
  answerOf: (request: InferenceRequest) => Promise<InferenceAnswer>,
): Promise<FromInference> {
  try {
    return { id, answer: await answerOf(request) };
  } catch (thrown) {
    return { id, error: AppError.from(thrown).toData() };
  }
}
