import { useSignalEffect } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { spanKinds, statusCodes } from '../../src/shared/spanKind.ts';
import type { Completion, CompletionSource } from '../layout/completions.ts';
import type { SpanField } from '../layout/spanFields.ts';
import { notInList, QueryEditing } from '../state/queryEditing.ts';
import type { ViewState } from '../state/viewState.ts';
import type { Page } from './page.ts';
import { focusRows } from './takeFocus.ts';

interface QueryFieldProps {
  readonly page: Page;
  /** Called on Escape when no list is open. */
  readonly leave: () => void;
}

/**
 * The text of a query with a list of what can stand at the caret. An input of our own rather than the toolkit's:
 * a combobox names its list by id, and that does not cross the toolkit's shadow root.
 */
export function QueryField({ page, leave }: QueryFieldProps) {
  const { view } = page;
  const input = useRef<HTMLInputElement>(null);
  const editing = useMemo(() => editingOf(page, leave), [page]);
  const { choices } = editing.list.value;
  const active = editing.active.value;
  useSignalEffect(() => {
    document.getElementById(choiceId(editing.active.value))?.scrollIntoView({ block: 'nearest' });
  });
  const place = (caret: number): void => {
    const element = input.current as HTMLInputElement;
    element.value = view.find.value.text;
    element.setSelectionRange(caret, caret);
  };
  return (
    <div class="query">
      <span class="codicon codicon-search" aria-hidden="true" />
      <input
        ref={input}
        id="find"
        class="query-text"
        type="text"
        role="combobox"
        aria-label="Find spans by text, attribute, service or duration"
        aria-autocomplete="list"
        aria-expanded={choices.length > 0}
        aria-controls="find-choices"
        aria-activedescendant={active === notInList ? undefined : choiceId(active)}
        placeholder="Find: text or key=value"
        title="Such as: cart  http.route=/cart  duration>50ms  is:error  -service=cache"
        spellcheck={false}
        autocomplete="off"
        value={view.find.value.text}
        onInput={({ currentTarget }) => {
          view.find.value = { ...view.find.value, text: currentTarget.value };
          editing.open(caretOf(currentTarget));
        }}
        onKeyDown={(event) => {
          const result = editing.runKey(event, caretOf(event.currentTarget));
          if (typeof result === 'number') place(result);
          if (result === undefined) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onBlur={() => editing.close()}
      />
      {choices.length > 0 && (
        <Choices choices={choices} active={active} take={(choice) => place(editing.accept(choice))} />
      )}
    </div>
  );
}

interface ChoicesProps {
  readonly choices: readonly Completion[];
  readonly active: number;
  readonly take: (choice: Completion) => void;
}

function Choices({ choices, active, take }: ChoicesProps) {
  return (
    <div class="query-choices" id="find-choices" role="listbox" aria-label="What can be found">
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus.
        <div
          key={choice.label}
          id={choiceId(index)}
          class={index === active ? 'choice active' : 'choice'}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(choice)}
        >
          <span class="choice-label">{choice.label}</span>
          <span class="choice-detail">{choice.detail}</span>
        </div>
      ))}
    </div>
  );
}

function editingOf(page: Page, leave: () => void): QueryEditing {
  const { view, moves } = page;
  const text = {
    get value() {
      return view.find.value.text;
    },
    set value(value: string) {
      view.find.value = { ...view.find.value, text: value };
    },
  };
  return new QueryEditing(text, completionSource(page), {
    nextMatch: (step) => moves.nextMatch(step),
    toRows: focusRows,
    leave,
  });
}

function caretOf(input: HTMLInputElement): number {
  return input.selectionStart ?? input.value.length;
}

function choiceId(index: number): string {
  return `find-choice-${index}`;
}

function completionSource({ view, attributes }: Page): CompletionSource {
  return {
    get keys() {
      return attributes.keys();
    },
    valuesOf: (field) => valuesOf(field, view),
  };
}

function valuesOf(field: SpanField, { model, lines }: ViewState): readonly string[] {
  if (field === 'kind') return spanKinds;
  if (field === 'status') return statusCodes;
  if (field === 'line') return [...new Set(Array.from(lines.value.values(), ({ label }) => label))].sort();
  if (field === 'name' || field === 'service' || field === 'scope') return model.value?.textsOf(field) ?? [];
  return [];
}
