import * as vscode from 'vscode';
import { commands } from '../../shared/manifest.ts';
import { UserError } from '../../shared/userError.ts';
import { openOnArrival, type ReferenceServices } from '../openReference.ts';
import { sendRequest } from '../sendRequest.ts';
import { newTraceparent, readRequestLine, requestLine, type Shell } from '../tracedRequest.ts';
import type { CommandTable } from './commandTable.ts';

export interface RequestCommandServices extends ReferenceServices {
  /** Where the last request is kept. */
  readonly memory: vscode.Memento;
  /** How a line must be quoted where programs run. */
  readonly shell: Shell;
}

const lastRequest = 'spanline.lastRequest';

/** What a key binding or a test may give: the request, and that it is sent without being asked about. */
interface RequestArgument {
  readonly request: string;
  readonly send: boolean;
}

/** "Send Request in a New Trace…": a request with a trace of its own, which opens when its spans come. */
export function requestCommands(services: RequestCommandServices): CommandTable {
  return {
    [commands.sendRequest]: async (argument) => {
      const given = readArgument(argument);
      const typed = given?.request ?? (await askRequest(services.memory));
      if (typed === undefined) return;
      const line = requestLine(
        typed,
        newTraceparent(crypto.getRandomValues(new Uint8Array(24))),
        services.shell,
      );
      if (line === undefined) throw new UserError(noRequest());
      await services.memory.update(lastRequest, typed);
      const action = given?.send === true ? { run: 'send' as const, line } : await askLine(line);
      if (action !== undefined) await carryOut(services, action.run, action.line);
    },
  };
}

function readArgument(argument: unknown): RequestArgument | undefined {
  const { request, send } = Object(argument) as { request?: unknown; send?: unknown };
  return typeof request === 'string' ? { request, send: send === true } : undefined;
}

function noRequest(): string {
  return vscode.l10n.t('Type an http or https address, a method and an address, or a whole curl command.');
}

function askRequest(memory: vscode.Memento): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Send Request in a New Trace'),
    prompt: vscode.l10n.t('An address, a method and an address, or a curl command as browsers copy it'),
    placeHolder: 'POST http://localhost:3000/checkout',
    value: memory.get<string>(lastRequest) ?? '',
    ignoreFocusOut: true,
    validateInput: (typed) => {
      if (typed.trim() === '' || requestLine(typed, '', 'posix') !== undefined) return undefined;
      return { message: noRequest(), severity: vscode.InputBoxValidationSeverity.Warning };
    },
  });
}

interface LineAction {
  readonly run: 'send' | 'copy' | 'terminal';
  readonly line: string;
}

/** Shows the whole line before anything is sent; it can be changed. */
function askLine(line: string): Promise<LineAction | undefined> {
  const { t } = vscode.l10n;
  const input = vscode.window.createInputBox();
  const copy = { iconPath: new vscode.ThemeIcon('copy'), tooltip: t('Copy the Line') };
  const terminal = { iconPath: new vscode.ThemeIcon('terminal'), tooltip: t('Run in a Terminal') };
  input.title = t('Send Request in a New Trace');
  input.prompt = t('Press Enter to send it; the trace opens when it arrives');
  input.value = line;
  input.buttons = [copy, terminal];
  input.ignoreFocusOut = true;
  return new Promise((resolve) => {
    const end = (action: LineAction | undefined): void => {
      resolve(action);
      input.hide();
    };
    input.onDidAccept(() => end({ run: 'send', line: input.value }));
    input.onDidTriggerButton((button) =>
      end({ run: button === copy ? 'copy' : 'terminal', line: input.value }),
    );
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

async function carryOut(
  services: RequestCommandServices,
  run: LineAction['run'],
  line: string,
): Promise<void> {
  const request = readRequestLine(line);
  if (typeof request === 'string') throw new UserError(refusals()[request]);
  if (run === 'send') return await sendRequest(services, request);
  if (run === 'terminal') runInTerminal(line, services.shell);
  else {
    await vscode.env.clipboard.writeText(line);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied; the trace opens when it arrives.'), 5000);
  }
  void openOnArrival(services, request.trace);
}

function refusals(): Readonly<Record<'noCurl' | 'noHttp' | 'noTrace', string>> {
  const { t } = vscode.l10n;
  return {
    noCurl: t('This is no curl command any more, so it was not sent.'),
    noHttp: t('Only http and https addresses can be sent to.'),
    noTrace: t(
      'The line has no traceparent header any more, so no trace could be waited for. It was not sent.',
    ),
  };
}

function runInTerminal(line: string, shell: Shell): void {
  const name = vscode.l10n.t('Traced Request');
  const terminal = vscode.window.createTerminal(
    shell === 'windows' ? { name, shellPath: 'cmd.exe' } : { name },
  );
  terminal.show(true);
  terminal.sendText(line);
}
