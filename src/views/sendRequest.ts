import * as vscode from 'vscode';
import { UserError } from '../shared/userError.ts';
import { type ReferenceServices, showArrived } from './openReference.ts';
import { outcomeOf, type RequestOutcome } from './requestOutcome.ts';
import { TraceArrival } from './traceArrival.ts';
import { fetchOptions, type TracedRequest } from './tracedRequest.ts';

/**
 * Sends a request and opens its trace as soon as the first spans of it come, be it before the answer: the service may
 * stand at a breakpoint. Ends when both have come, or once the user cancels. Throws a `UserError` where nothing was sent.
 */
export async function sendRequest(services: ReferenceServices, request: TracedRequest): Promise<void> {
  const { onlyCurl, request: sent } = request.command;
  if (onlyCurl.length > 0) throw new UserError(onlyCurlText(onlyCurl));
  const what = `${sent.method} ${sent.url}`;
  const arrival = new TraceArrival(services.collector, request.trace.traceId, services.timer);
  const end = new AbortController();
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Sending {0}', shortened(what)),
    cancellable: true,
  };
  try {
    await vscode.window.withProgress(progress, async (report, token) => {
      token.onCancellationRequested(() => {
        end.abort();
        arrival.dispose();
      });
      const answer = async (): Promise<void> => {
        const text = await answerOf(request, end.signal);
        if (text === undefined) return;
        vscode.window.setStatusBarMessage(text, 15_000);
        report.report({ message: vscode.l10n.t('{0} Waiting for its trace', text) });
      };
      const open = async (): Promise<void> => {
        if (await arrival.arrived) await showArrived(services, request.trace);
      };
      await Promise.all([answer(), open()]);
    });
  } finally {
    arrival.dispose();
  }
}

/** How it was answered, as a sentence; `undefined` once the user has had enough. */
async function answerOf({ command }: TracedRequest, end: AbortSignal): Promise<string | undefined> {
  const { method, url } = command.request;
  try {
    return outcomeText(shortened(`${method} ${url}`), await outcomeOf(url, fetchOptions(command), end));
  } catch (error) {
    if (end.aborted) return undefined;
    throw error;
  }
}

/** What was answered, or how it was lost. Throws a `UserError` where it never came to the service. */
function outcomeText(what: string, outcome: RequestOutcome): string {
  const { t } = vscode.l10n;
  switch (outcome.kind) {
    case 'answered':
      return t('{0} was answered with {1} in {2} ms.', what, outcome.status, outcome.millis);
    case 'lost':
      return t('{0} was not answered: {1}.', what, outcome.why);
    case 'unreached':
      throw new UserError(t('{0} could not be sent: {1}. Is the service running?', what, outcome.why));
    case 'untrusted':
      throw new UserError(
        t(
          '{0} was not sent, since the certificate of the service is not trusted: {1}. Add -k to the line and run it in a terminal.',
          what,
          outcome.why,
        ),
      );
    case 'refused':
      throw new UserError(
        t('{0} could not be sent: {1}. Run the line in a terminal instead.', what, outcome.why),
      );
  }
}

function onlyCurlText(onlyCurl: readonly string[]): string {
  return vscode.l10n.t(
    'Only curl itself can carry out {0}. Run the line in a terminal instead.',
    onlyCurl.join(', '),
  );
}

/** An address may be longer than any message that is read. */
function shortened(what: string): string {
  return what.length > 120 ? `${what.slice(0, 119)}…` : what;
}
