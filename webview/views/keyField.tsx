import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { AttributeKey } from '../../src/shared/traceAttributes.ts';
import { matchingKeys } from '../layout/matchingKeys.ts';

interface KeyFieldProps {
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  /** The chosen key; empty for none. */
  readonly value: string;
  /** Read when the field is used, so that keys are asked for only then. */
  readonly keys: () => readonly AttributeKey[];
  readonly choose: (key: string) => void;
}

/** A field for the key of an attribute, with a list of those that spans have. */
export function KeyField({ id, label, placeholder, value, keys, choose }: KeyFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const typed = useSignal<string | undefined>(undefined);
  const active = useSignal(-1);
  // The key that is chosen already narrows nothing down: all others can take its place.
  const wanted = typed.value === value ? '' : typed.value;
  const choices = wanted === undefined ? [] : matchingKeys(keys(), wanted);
  const open = (): void => {
    typed.value = input.current?.value ?? '';
    active.value = -1;
  };
  const close = (): void => {
    typed.value = undefined;
  };
  const take = (key: string): void => {
    typed.value = undefined;
    if (key.trim() !== '') choose(key.trim());
  };
  const step = (by: 1 | -1): void => {
    if (typed.value === undefined) open();
    active.value = Math.min(Math.max(active.value + by, -1), choices.length - 1);
    document.getElementById(`${id}-${active.value}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Enter') take(choices[active.value]?.key ?? input.current?.value ?? '');
    else if (event.key === 'Escape' && typed.value !== undefined) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="key-field">
      <input
        ref={input}
        id={id}
        class={value === '' ? 'key-input' : 'key-input chosen'}
        type="text"
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={choices.length > 0}
        aria-controls={`${id}-choices`}
        aria-activedescendant={active.value < 0 ? undefined : `${id}-${active.value}`}
        placeholder={placeholder}
        spellcheck={false}
        autocomplete="off"
        value={typed.value ?? value}
        onFocus={(event) => event.currentTarget.select()}
        onClick={open}
        onInput={open}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {choices.length > 0 && (
        <div class="key-choices" id={`${id}-choices`} role="listbox" aria-label="Attributes of this trace">
          {choices.map((choice, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus.
            <div
              key={`${choice.from} ${choice.key}`}
              id={`${id}-${index}`}
              class={index === active.value ? 'key-choice active' : 'key-choice'}
              role="option"
              aria-selected={index === active.value}
              tabIndex={-1}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(choice.key)}
            >
              <span class="key-name">{choice.key}</span>
              <span class="muted">{distinctWords(choice)}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function distinctWords({ distinct }: AttributeKey): string {
  const number = distinct >= 1000 ? '1,000+' : distinct.toLocaleString('en-US');
  return `${number} ${distinct === 1 ? 'value' : 'values'}`;
}
