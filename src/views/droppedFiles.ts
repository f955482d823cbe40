import * as vscode from 'vscode';
import { fileAt, type TraceFile } from './importFiles.ts';

/** Files of the explorer, also of another machine, and files from outside of VS Code. */
export const droppedTypes: readonly string[] = ['text/uri-list', 'files'];

/** The files of a drop: by their addresses where it has any, since only those can be too large to be held in memory. */
export async function droppedFiles(data: vscode.DataTransfer): Promise<readonly TraceFile[]> {
  const list = await data.get('text/uri-list')?.asString();
  const uris = (list ?? '').split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  if (uris.length > 0) return uris.map((uri) => fileAt(vscode.Uri.parse(uri, true)));
  return [...data].flatMap(([, item]) => {
    const file = item.asFile();
    return file === undefined ? [] : [{ name: file.name, read: () => Promise.resolve(file.data()) }];
  });
}
