import { firstAtLeast } from '../layout/find.ts';
import type { Find, ViewState } from '../state/viewState.ts';
import type { Page } from './page.ts';
import { QueryField } from './queryField.tsx';
import { focusRows } from './takeFocus.ts';

/** Finds spans by a query, says how many there are, and hides the others if that is wanted. */
export function FindField({ page }: { readonly page: Page }) {
  const { view } = page;
  const find = view.find.value;
  const change = (part: Partial<Find>): void => {
    page.moves.changeFind(part);
  };
  return (
    <search class="find">
      <QueryField page={page} leave={() => leave(page)} />
      <Count view={view} />
      <Toggle
        icon="filter"
        title="Hide what does not match"
        pressed={find.filter}
        toggle={() => change({ filter: !find.filter })}
      />
      <Toggle
        icon="error"
        title="Errors only"
        pressed={find.errorsOnly}
        toggle={() => change({ errorsOnly: !find.errorsOnly, filter: find.errorsOnly ? find.filter : true })}
      />
    </search>
  );
}

/** How many spans were found, or what is wrong with the query. */
function Count({ view }: { readonly view: ViewState }) {
  const problem = view.query.value.problems[0];
  if (problem !== undefined) {
    return (
      <span class="find-count problem" role="status" title={problem.message}>
        <span class="codicon codicon-warning" aria-hidden="true" />
        <span class="spoken">{problem.message}</span>
      </span>
    );
  }
  return (
    <span class="find-count" role="status">
      {view.isFinding.value ? countWords(view) : ''}
    </span>
  );
}

interface ToggleProps {
  readonly icon: string;
  readonly title: string;
  readonly pressed: boolean;
  readonly toggle: () => void;
}

function Toggle({ icon, title, pressed, toggle }: ToggleProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the toolkit hands it on to its real button.
    <vscode-button
      appearance="icon"
      class={pressed ? 'toggle pressed' : 'toggle'}
      title={title}
      aria-label={title}
      aria-pressed={pressed}
      onClick={toggle}
    >
      <span class={`codicon codicon-${icon}`} />
    </vscode-button>
  );
}

/** `3 of 12` when the selection is a match, else `12`. */
function countWords(view: ViewState): string {
  if (view.isWaiting.value) return '…';
  const matches = view.matches.value;
  if (matches.length === 0) return 'none';
  const model = view.model.value;
  const cursor = view.cursor.value;
  const span = model === undefined || cursor === undefined ? -1 : model.indexOf(cursor.id);
  const place = firstAtLeast(matches, Math.max(span, 0));
  const all = matches.length.toLocaleString('en-US');
  return span >= 0 && matches[place] === span ? `${(place + 1).toLocaleString('en-US')} of ${all}` : all;
}

function leave({ moves }: Page): void {
  moves.leaveFind();
  focusRows();
}
