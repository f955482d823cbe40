import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { spanKinds, statusCodes } from '../../src/shared/spanKind.ts';
import { type Completion, type CompletionSource, completions } from '../layout/completions.ts';
import type { SpanField } from '../layout/spanFields.ts';
import type { ViewState } from '../state/viewState.ts';
import type { Page } from './page.ts';

interface QueryFieldProps {
  readonly page: Page;
  /** Called on Escape when no list is open. */
  readonly leave: () => void;
}

/** Nothing is chosen until the user goes into the list. */
const notInList = -1;

/**
 * The text of a query with a list of what can stand at the caret. An input of our own rather than the toolkit's:
 * a combobox names its list by id, and that does not cross the toolkit's shadow root.
 */
export function QueryField({ page, leave }: QueryFieldProps) {
  const { view, moves } = page;
  const input = useRef<HTMLInputElement>(null);
  const caret = useSignal<number | undefined>(undefined);
  const active = useSignal(notInList);
  const text = view.find.value.text;
  const shown =
    caret.value === undefined ? undefined : completions(text, caret.value, completionSource(page));
  const choices = shown?.choices ?? [];
  const close = (): void => {
    caret.value = undefined;
    active.value = notInList;
  };
  const open = (): void => {
    caret.value = input.current?.selectionStart ?? text.length;
    active.value = notInList;
  };
  const accept = (choice: Completion | undefined): void => {
    if (choice === undefined || shown === undefined || input.current === null) return;
    const isWhole = !/[=<>~:]$/.test(choice.insert);
    const inserted = isWhole ? `${choice.insert} ` : choice.insert;
    const changed = text.slice(0, shown.start) + inserted + text.slice(shown.end).trimStart();
    const at = shown.start + inserted.length;
    view.find.value = { ...view.find.value, text: changed };
    input.current.value = changed;
    input.current.setSelectionRange(at, at);
    if (isWhole) close();
    else open();
  };
  const step = (by: 1 | -1): void => {
    const places = choices.length + 1;
    active.value = ((active.value + 1 + by + places) % places) - 1;
    document.getElementById(choiceId(active.value))?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isListed = choices.length > 0;
    if (event.key === 'Enter' || event.key === 'Tab') {
      if (active.value !== notInList) accept(choices[active.value]);
      else if (event.key === 'Enter') moves.nextMatch(event.shiftKey ? -1 : 1);
      else return;
    } else if (event.key === 'Escape') {
      if (isListed) close();
      else leave();
    } else if (event.key === 'ArrowDown') {
      if (isListed) step(1);
      else (document.querySelector('.rows') as HTMLElement | null)?.focus();
    } else if (event.key === 'ArrowUp' && isListed) step(-1);
    else if (event.key === ' ' && event.ctrlKey) open();
    else return;
    event.preventDefault();
    event.stopPropagation();
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
        aria-activedescendant={active.value === notInList ? undefined : choiceId(active.value)}
        placeholder="Find: text or key=value"
        title="Such as: cart  http.route=/cart  duration>50ms  is:error  -service=cache"
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={(event) => {
          view.find.value = { ...view.find.value, text: event.currentTarget.value };
          open();
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {choices.length > 0 && (
        <div class="query-choices" id="find-choices" role="listbox" aria-label="What can be found">
          {choices.map((choice, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus.
            <div
              key={choice.label}
              id={choiceId(index)}
              class={index === active.value ? 'choice active' : 'choice'}
              role="option"
              aria-selected={index === active.value}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => accept(choice)}
            >
              <span class="choice-label">{choice.label}</span>
              <span class="choice-detail">{choice.detail}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function choiceId(index: number): string {
  return `find-choice-${index}`;
}

function completionSource({ view, attributes }: Page): CompletionSource {
  return { keys: attributes.keys(), valuesOf: (field) => valuesOf(field, view) };
}

function valuesOf(field: SpanField, { model, lines }: ViewState): readonly string[] {
  if (field === 'kind') return spanKinds;
  if (field === 'status') return statusCodes;
  if (field === 'line') return [...new Set(Array.from(lines.value.values(), ({ label }) => label))].sort();
  if (field === 'name' || field === 'service' || field === 'scope') return model.value?.textsOf(field) ?? [];
  return [];
}
