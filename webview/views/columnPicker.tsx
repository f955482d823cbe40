import { type Signal, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type ColumnChoice, columnChoices } from '../layout/columnChoices.ts';
import { count } from '../state/traceFacts.ts';
import type { Page } from './page.ts';

/** A button that asks which attribute is to be a column, with those of this trace to choose from. */
export function ColumnPicker({ page }: { readonly page: Page }) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <div class="column-picker">
      <button
        type="button"
        ref={button}
        class="add-column codicon codicon-add"
        title="Add a column"
        aria-label="Add a column"
        aria-haspopup="listbox"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      />
      {open.value && (
        <Choices
          page={page}
          close={() => {
            open.value = false;
            button.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function Choices({ page, close }: { readonly page: Page; readonly close: () => void }) {
  const text = useSignal('');
  const at = useSignal(0);
  const box = useRef<HTMLDivElement>(null);
  const shown = page.view.attributeColumns.value;
  const choices = columnChoices(page.attributes.keys(), shown, text.value);
  useLayoutEffect(() => box.current?.querySelector('input')?.focus(), []);
  const choose = (choice: ColumnChoice | undefined): void => {
    if (choice === undefined) return;
    page.moves.addColumn(choice.key);
    page.view.said.value = `Column ${choice.title} is added`;
    close();
  };
  return (
    <div
      class="column-choices"
      ref={box}
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node && box.current?.contains(event.relatedTarget))) close();
      }}
    >
      <input
        type="text"
        class="column-filter"
        role="combobox"
        aria-label="Attribute or field"
        aria-expanded="true"
        aria-controls="column-choices"
        aria-activedescendant={choices.length === 0 ? undefined : `column-choice-${at.value}`}
        placeholder="Attribute or field"
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') choose(choices[at.value]);
          else if (event.key === 'Escape') close();
          else if (!walk(at, choices.length, event.key)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <ChoiceList choices={choices} at={at.value} choose={choose} />
    </div>
  );
}

interface ListProps {
  readonly choices: readonly ColumnChoice[];
  readonly at: number;
  readonly choose: (choice: ColumnChoice) => void;
}

function ChoiceList({ choices, at, choose }: ListProps) {
  return (
    <div class="choice-list" id="column-choices" role="listbox" aria-label="Attributes and fields">
      {choices.map((choice, k) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard.
        <div
          key={choice.key}
          id={`column-choice-${k}`}
          class={k === at ? 'choice current' : 'choice'}
          role="option"
          tabIndex={-1}
          aria-selected={k === at}
          ref={(element) => {
            if (k === at) element?.scrollIntoView({ block: 'nearest' });
          }}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(choice)}
        >
          <span class="choice-key">{choice.title}</span>
          {choice.spans > 0 && <span class="muted">{count(choice.spans, 'span', 'spans')}</span>}
        </div>
      ))}
      {choices.length === 0 && <p class="muted">No other attribute has this in its name.</p>}
    </div>
  );
}

function walk(at: Signal<number>, length: number, key: string): boolean {
  if (length === 0 || (key !== 'ArrowDown' && key !== 'ArrowUp')) return false;
  at.value = (at.value + (key === 'ArrowDown' ? 1 : length - 1)) % length;
  return true;
}
