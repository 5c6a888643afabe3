import { describe, expect, it } from 'vitest';
import ParameterControl from '../../../src-renderer/shared/fields/ParameterControl.vue';
import { mountInApp } from '../page/mounting';

/** The control of a parameter, and the values that it was changed to. */
function control(field: Record<string, unknown>, value: unknown) {
  const changes: unknown[] = [];
  const app = mountInApp(ParameterControl, {
    field: { label: 'Size', ...field },
    value,
    onChange: (next: unknown) => changes.push(next),
  });
  const input = (label: string) => app.get(`[aria-label="${label}"]`);
  return { app, changes, input };
}

describe('the control of a number', () => {
  it('is stepped by its buttons within its limits', async () => {
    const { input, changes } = control({ control: 'integer', minimum: 1, maximum: 3 }, 2);
    await input('More size').trigger('click');
    await input('More size').trigger('click');
    await input('Less size').trigger('click');
    expect(changes).toEqual([3, 3]);
    expect((input('Size').element as HTMLInputElement).value).toBe('2');
  });

  it('says what is wrong beside it, and changes nothing by it', async () => {
    const { app, input, changes } = control({ control: 'integer', minimum: 1 }, 2);
    await input('Size').setValue('many');
    expect(app.get('[role="alert"]').text()).toBe('Enter a number, such as 0.01 or 1e-3.');
    expect(input('Size').attributes('aria-invalid')).toBe('true');
    expect(changes).toEqual([]);
  });

  it('counts what was typed where it is taken away before it was left', () => {
    const { app, input, changes } = control({ control: 'number' }, 2);
    const element = input('Size').element as HTMLInputElement;
    element.value = '0,5';
    element.dispatchEvent(new Event('input'));
    app.unmount();
    expect(changes).toEqual([0.5]);
  });
});

describe('the control of a pair', () => {
  it('keeps both alike by the first, and takes them apart by the second', async () => {
    const { input, changes } = control({ control: 'pair' }, 3);
    await input('Size, vertical').setValue('5');
    await input('Size, horizontal').setValue('7');
    expect(changes).toEqual([5, [3, 7]]);
  });

  it('is one number where both become equal', async () => {
    const { input, changes } = control({ control: 'pair' }, [3, 5]);
    await input('Size, vertical').setValue('4');
    await input('Size, horizontal').setValue('3');
    expect(changes).toEqual([[4, 5], 3]);
  });
});

describe('the control of a shape', () => {
  it('reads it as people write it, and none where it is empty', async () => {
    const { input, changes } = control({ control: 'shape' }, [2]);
    for (const text of ['28×28×1', '28 x 28 x 3', '784', '']) await input('Size').setValue(text);
    expect(changes).toEqual([[28, 28, 1], [28, 28, 3], [784], undefined]);
  });

  it('marks what is no shape', async () => {
    const { input, changes } = control({ control: 'shape' }, [2]);
    await input('Size').setValue('28×0');
    expect(input('Size').attributes('aria-invalid')).toBe('true');
    expect(changes).toEqual([]);
  });
});

describe('the control of an initializer', () => {
  it('asks for the numbers that the chosen kind takes', async () => {
    const { input, changes } = control(
      { control: 'initializer' },
      { kind: 'uniform', minimum: -1, maximum: 1 },
    );
    expect((input('From').element as HTMLInputElement).value).toBe('-1');
    await input('To').setValue('2');
    await input('Size').setValue('heNormal');
    expect(changes).toEqual([{ kind: 'uniform', minimum: -1, maximum: 2 }, 'heNormal']);
  });
});

describe('the control of a choice or a switch', () => {
  it('gives the choice that was made', async () => {
    const { input, changes } = control({ control: 'choice', choices: ['same', 'valid'] }, 'same');
    await input('Size').setValue('valid');
    expect(changes).toEqual(['valid']);
  });

  it('is switched', async () => {
    const { input, changes } = control({ control: 'switch' }, false);
    await input('Size').trigger('click');
    expect(changes).toEqual([true]);
  });
});
