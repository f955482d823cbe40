import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { QueryEditing } from '../../../../webview/state/queryEditing.ts';

test('a key is completed, then its value, and the list closes', () => {
  const { text, type, keys, labels } = open();
  type('ht');
  expect(labels()).toEqual(['http.route']);
  keys('ArrowDown', 'Enter');
  expect(text.value).toBe('http.route=');
  expect(labels()).toEqual(['/cart', '/pay']);
  keys('ArrowUp', 'Tab');
  expect(text.value).toBe('http.route=/pay ');
  expect(labels()).toEqual([]);
});

test('what stands behind the caret stays', () => {
  const { text, editing, keys } = open();
  text.value = 'ht is:error';
  editing.open(2);
  keys('ArrowDown', 'Enter');
  expect(text.value).toBe('http.route=is:error');
});

test('without a choice Enter goes to the next match, and Tab out of the field', () => {
  const { type, press, calls } = open();
  type('ht');
  expect([press('Enter'), press('Enter', { shiftKey: true }), press('Tab')]).toEqual([
    'done',
    'done',
    undefined,
  ]);
  expect(calls).toEqual(['next 1', 'next -1']);
});

test('Escape closes the list first, then leaves; the arrow leads into the rows', () => {
  const { type, keys, labels, calls } = open();
  type('ht');
  keys('Escape');
  expect([labels(), calls]).toEqual([[], []]);
  keys('ArrowDown', 'Escape');
  expect(calls).toEqual(['rows', 'leave']);
});

test('the list opens on request, and the choice goes around the ends', () => {
  const { editing, press } = open();
  press(' ', { ctrlKey: true });
  expect(editing.list.value.choices.length).toBeGreaterThan(5);
  press('ArrowUp');
  expect(editing.active.value).toBe(editing.list.value.choices.length - 1);
  press('ArrowDown');
  expect(editing.active.value).toBe(-1);
  expect(press(' ')).toBeUndefined();
});

function open() {
  const text = signal('');
  const calls: string[] = [];
  const source = {
    keys: [{ key: 'http.route', from: 'span', spans: 2, values: ['/cart', '/pay'], distinct: 2 }],
    valuesOf: () => [],
  } as const;
  const editing = new QueryEditing(text, source, {
    nextMatch: (step) => calls.push(`next ${step}`),
    toRows: () => calls.push('rows'),
    leave: () => calls.push('leave'),
  });
  const press = (key: string, modifiers: { shiftKey?: boolean; ctrlKey?: boolean } = {}) =>
    editing.runKey({ key, shiftKey: false, ctrlKey: false, ...modifiers }, text.value.length);
  return {
    text,
    calls,
    editing,
    press,
    keys: (...names: string[]) => {
      for (const name of names) press(name);
    },
    type: (typed: string) => {
      text.value = typed;
      editing.open(typed.length);
    },
    labels: () => editing.list.value.choices.map(({ label }) => label),
  };
}
