import { describe, expect, it } from 'vitest';
import { effectScope } from 'vue';
import { engine } from '../../src-renderer/shared/engine/client';
import { useRequest } from '../../src-renderer/shared/engine/request';

/** A question that the test answers when it wants to. */
function question<Answer>() {
  let answer: (answer: Answer) => void = () => undefined;
  const asked = new Promise<Answer>((resolve) => (answer = resolve));
  return { ask: () => asked, answer };
}

describe('what the window asks of the engine', () => {
  it('counts only as the newest answer, whichever comes first', async () => {
    const { ask, loading } = effectScope().run(useRequest)!;
    const older = question<string>();
    const newer = question<string>();
    const heard: string[] = [];
    const first = ask(older.ask, (answer) => heard.push(answer));
    const second = ask(newer.ask, (answer) => heard.push(answer));
    expect(loading.value).toBe(true);
    newer.answer('newer');
    await second;
    older.answer('older');
    await first;
    expect(heard).toEqual(['newer']);
    expect(loading.value).toBe(false);
  });

  it('is answered though news that ask for it again come faster than answers', async () => {
    const { ask, askAfter } = effectScope().run(useRequest)!;
    const heard: string[] = [];
    const first = question<string>();
    const asking = ask(first.ask, (answer) => heard.push(answer));
    let again = Promise.resolve();
    const news = () =>
      askAfter(
        () =>
          (again = ask(
            () => Promise.resolve('again'),
            (answer) => heard.push(answer),
          )),
      );
    news();
    news();
    expect(heard).toEqual([]);
    first.answer('first');
    await asking;
    await again;
    expect(heard).toEqual(['first', 'again']);
  });

  it('says why it was refused, until it is asked again and answered', async () => {
    const { ask, error } = effectScope().run(useRequest)!;
    let refusals = 0;
    const list = (limit: number) =>
      ask(
        (options) => engine.runs.list({ limit }, options),
        () => undefined,
        () => (refusals += 1),
      );
    await list(-1);
    expect(error.value).toMatchObject({ code: 'badArgument', where: 'limit' });
    await list(1);
    expect(error.value).toBeNull();
    expect(refusals).toBe(1);
  });

  it('is dropped with the page that asked', async () => {
    const scope = effectScope();
    const { ask } = scope.run(useRequest)!;
    const late = question<string>();
    const heard: string[] = [];
    const asking = ask(late.ask, (answer) => heard.push(answer));
    scope.stop();
    late.answer('late');
    await asking;
    expect(heard).toEqual([]);
  });
});
