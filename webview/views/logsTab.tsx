import { useEffect } from 'preact/hooks';
import { LogList } from './logs/logList.tsx';
import type { Page } from './page.ts';
import { AnswerState } from './states.tsx';

/** The tab "Logs": what the services wrote while the trace ran, in the order of time. */
export function LogsTab({ page }: { readonly page: Page }) {
  const model = page.view.model.value;
  const { answer } = page.logs;
  useEffect(() => answer.want(), [answer, model]);
  const logs = answer.value.value;
  if (model === undefined || logs === undefined) return <AnswerState what="logs" answer={answer} />;
  if (logs.records.length === 0) return <NoLogs complete={logs.complete} />;
  return <LogList page={page} model={model} logs={logs} />;
}

function NoLogs({ complete }: { readonly complete: boolean }) {
  return (
    <div class="empty">
      <span class="codicon codicon-output" />
      <p role="status">
        {complete ? 'No logs of this trace have come.' : 'No logs of this trace were found among the latest.'}
      </p>
      <p>
        Logs belong to a trace when they are written while one of its spans is active, and sent over OTLP to
        the same endpoint as the spans. Switch on OpenTelemetry’s bridge for your logger: for instance{' '}
        <code>@opentelemetry/instrumentation-pino</code>, Python’s <code>LoggingHandler</code>, Go’s{' '}
        <code>otelslog</code>, or the appender for Logback.
      </p>
    </div>
  );
}
