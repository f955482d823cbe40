import { nameOf } from '../state/rowContent.ts';
import type { TraceModel } from '../state/traceModel.ts';
import type { Page } from './page.ts';

/** Of a long way to the focus, so many ancestors are named at its end. */
const mostNamed = 4;

/** While only a subtree is shown: the way to it from the root; each step shows more of the trace. */
export function Breadcrumb({ page }: { readonly page: Page }) {
  const { view, display } = page;
  const model = view.model.value;
  const focus = view.focusSpan.value;
  if (model === undefined || focus < 0) return null;
  const way = ancestors(model, focus);
  const named = way.slice(-mostNamed);
  return (
    <nav class="breadcrumb" aria-label="Way to the focused span">
      <button
        type="button"
        class="crumb"
        title="Show the whole trace (Esc)"
        onClick={() => display.leaveFocus()}
      >
        <span class="codicon codicon-home" />
        Whole trace
      </button>
      {way.length > named.length && <span class="muted">… {way.length - named.length} levels</span>}
      {named.map((span) => (
        <button key={span} type="button" class="crumb" onClick={() => display.focusSpan(span)}>
          {nameOf(model, span)}
        </button>
      ))}
      <span class="crumb here" aria-current="true">
        {nameOf(model, focus)}
      </span>
      <button
        type="button"
        class="crumb-close codicon codicon-close"
        title="Show the whole trace (Esc)"
        aria-label="Show the whole trace"
        onClick={() => display.leaveFocus()}
      />
    </nav>
  );
}

/** From the root down, without the span itself. */
function ancestors({ columns }: TraceModel, span: number): number[] {
  const way: number[] = [];
  for (let at = columns.parent[span] as number; at >= 0; at = columns.parent[at] as number) way.push(at);
  return way.reverse();
}
