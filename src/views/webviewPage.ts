import * as vscode from 'vscode';
import { pageHtml } from './pageHtml.ts';

/** What every page of ours may do: run scripts, and read nothing but its own folder. */
export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
}

/** Sets the page's HTML; `name` is that of its bundle in `dist/webview`. */
export function loadPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: 'waterfall' | 'span' | 'graph',
  title: string,
): void {
  const file = (extension: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extensionUri), `${name}.${extension}`)).toString();
  webview.html = pageHtml({
    script: file('js'),
    style: file('css'),
    cspSource: webview.cspSource,
    nonce: crypto.randomUUID().replaceAll('-', ''),
    title,
  });
}

function webviewFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}
