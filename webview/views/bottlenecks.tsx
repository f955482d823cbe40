import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../../src/shared/duration.ts';
import type { Bottleneck } from '../../src/trace/bottlenecks.ts';
import { fittingChips } from '../layout/fittingChips.ts';
import { lineOfSpan } from '../layout/lineOfSpan.ts';
import { lineText, lineWords } from '../layout/lineText.ts';
import { siblingGroupOf } from '../layout/rowGroups.ts';
import type { TraceModel } from '../state/traceModel.ts';
import type { Page } from './page.ts';

/** What made the trace long: as many findings as fit whole, the others behind "n more". */
export function Bottlenecks({ page }: { readonly page: Page }) {
  const { view } = page;
  const model = view.model.value;
  const strip = useRef<HTMLDivElement>(null);
  const fitting = useSignal(Number.MAX_SAFE_INTEGER);
  const open = useSignal(false);
  const width = view.size.value.width;
  const lines = view.lines.value;
  const isTold = view.told.value === 'all';
  useLayoutEffect(() => {
    if (strip.current !== null) fitting.value = measure(strip.current);
  }, [model, isTold, width, lines]);
  useDismissal(open);
  if (model === undefined) return null;
  const findings = isTold ? model.findings : [];
  const hidden = findings.length - fitting.value;
  return (
    <div class="chips" ref={strip}>
      {isTold && findings.length === 0 && <span class="no-findings">No bottlenecks found</span>}
      {findings.map((finding, index) => (
        <Chip
          key={`${finding.kind} ${finding.spans.first}`}
          page={page}
          model={model}
          finding={finding}
          shown={index >= fitting.value ? 'hidden' : fitting.value === 1 ? 'alone' : 'whole'}
        />
      ))}
      {hidden > 0 && (
        <button
          type="button"
          class="more"
          aria-expanded={open.value}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          {hidden} more
        </button>
      )}
      {open.value && hidden > 0 && (
        <div class="more-list">
          {findings.slice(fitting.value).map((finding) => (
            <Chip
              key={`${finding.kind} ${finding.spans.first}`}
              page={page}
              model={model}
              finding={finding}
              shown="whole"
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** A list that is open closes with Escape, and when something else is pressed or chosen. */
function useDismissal(open: Signal<boolean>): void {
  useEffect(() => {
    if (!open.value) return;
    const close = (): void => {
      open.value = false;
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      const hadFocus = document.activeElement?.closest('.more-list') != null;
      close();
      if (hadFocus) document.querySelector<HTMLElement>('.chips .more')?.focus();
    };
    const onPointer = (event: PointerEvent): void => {
      if ((event.target as Element).closest('.more-list') === null) close();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onPointer);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onPointer);
    };
  }, [open.value, open]);
}

/** Each kind of finding has a sign of its own; all but the first mostly say what to change. */
const icons: Readonly<Record<Bottleneck['kind'], string>> = {
  longSpan: 'warning',
  repeatedSiblings: 'layers',
  duplicateQueries: 'files',
  sequentialCalls: 'split-horizontal',
  retries: 'refresh',
  idleGap: 'watch',
  slowStart: 'debug-start',
};

interface ChipProps {
  readonly page: Page;
  readonly model: TraceModel;
  readonly finding: Bottleneck;
  readonly shown: 'whole' | 'alone' | 'hidden';
}

function Chip({ page, model, finding, shown }: ChipProps) {
  const { first } = finding.spans;
  const line = lineOfSpan(model.columns, first, page.view.lines.value);
  const saved = formatDuration(finding.saveNano);
  return (
    <span class={`chip ${shown}`}>
      <button
        type="button"
        class="chip-main"
        title={`Without it the trace would be shorter by ${saved} at most`}
        tabIndex={shown === 'hidden' ? -1 : 0}
        onClick={() => show(page, model, finding)}
      >
        <span
          class={`codicon codicon-${icons[finding.kind]} ${finding.kind === 'longSpan' ? 'warning' : 'info'}`}
        />
        <b>−{saved}</b>
        <span class="chip-text">{finding.text}</span>
      </button>
      {line !== undefined && (
        <button
          type="button"
          class="link"
          title={lineWords(line.kind, line.path)}
          tabIndex={shown === 'hidden' ? -1 : 0}
          onClick={(event) => {
            show(page, model, finding);
            page.openCode(page.view.cursorRow.value, event.altKey ? 'peek' : 'beside');
          }}
        >
          {lineText(line)}
        </button>
      )}
    </span>
  );
}

/** Repeated siblings are shown as their folded row, as long as they are folded. */
function show({ moves, view }: Page, model: TraceModel, { spans }: Bottleneck): void {
  const group = siblingGroupOf(model.groups, spans.first);
  if (group >= 0 && view.folds.value?.opened[group] === 0) moves.selectGroup(group);
  else moves.selectSpan(spans.first);
}

/** Reads the widths that the chips have when none of them is cut. */
function measure(strip: HTMLElement): number {
  strip.classList.add('measuring');
  const chips = [...strip.children].filter((child) => child.classList.contains('chip'));
  const widths = chips.map((chip) => chip.getBoundingClientRect().width);
  strip.classList.remove('measuring');
  return fittingChips(widths, strip.clientWidth);
}
