import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { HostAnswer } from '../state/hostAnswer.ts';
import type { Phase } from '../state/viewState.ts';
import type { Page } from './page.ts';

/** The page without a trace: what is going on, and what can be done. */
export function EmptyState({ page, phase }: { readonly page: Page; readonly phase: Phase }) {
  switch (phase.kind) {
    case 'loading':
      return (
        <main class="empty" aria-busy="true">
          <Waiting label="Loading the trace" />
        </main>
      );
    case 'gone':
      return (
        <Message
          icon="history"
          text="This trace is no longer kept: it was cleared, or newer traces took its place. Make the request again, or open another trace from the Traces view."
          page={page}
        />
      );
    case 'failed':
      return <Message icon="error" text={`The trace cannot be shown: ${phase.message}`} page={page} />;
    case 'ready':
      return null;
  }
}

/** Most of what is waited for comes sooner, and what turns takes from the time that it needs to come. */
const patienceMillis = 400;

function Waiting({ label }: { readonly label: string }) {
  const isLate = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      isLate.value = true;
    }, patienceMillis);
    return () => clearTimeout(timer);
  }, [isLate]);
  return isLate.value ? <vscode-progress-ring aria-label={label} /> : null;
}

interface MessageProps {
  readonly icon: string;
  readonly text: string;
  readonly page: Page;
}

function Message({ icon, text, page }: MessageProps) {
  return (
    <main class="empty">
      <span class={`codicon codicon-${icon}`} />
      <p role="alert">{text}</p>
      <vscode-button appearance="secondary" onClick={() => page.live.retry()}>
        Look again
      </vscode-button>
    </main>
  );
}

interface AnswerStateProps {
  /** What is asked for: `graph`, `logs`. */
  readonly what: string;
  readonly answer: Pick<HostAnswer<unknown>, 'problem' | 'retry'>;
}

/** A tab whose content has not come, or cannot come. */
export function AnswerState({ what, answer }: AnswerStateProps) {
  const problem = answer.problem.value;
  if (problem === '') {
    return (
      <div class="empty" aria-busy="true">
        <Waiting label={`Loading the ${what}`} />
      </div>
    );
  }
  return (
    <div class="empty">
      <span class="codicon codicon-error" />
      <p role="alert">
        The {what} cannot be shown: {problem}
      </p>
      <vscode-button appearance="secondary" onClick={() => answer.retry()}>
        Try again
      </vscode-button>
    </div>
  );
}
