import * as vscode from 'vscode';
import { defaultDataDirectory } from '../shared/defaultDataDirectory.ts';
import { readSetting } from './readSetting.ts';

/** How this window joins the collector, or starts one, by the user's settings. */
export function collectorOptions(extensionUri: vscode.Uri, home: string) {
  return {
    name: `${vscode.env.appName} ${vscode.version}`,
    mayStart: true,
    collectorPath: vscode.Uri.joinPath(extensionUri, 'dist', 'collector.js').fsPath,
    dataDirectory:
      readSetting('spanline.collector.dataDirectory') ||
      defaultDataDirectory(process.platform, process.env, home),
    grpcPort: readSetting('spanline.collector.grpcPort'),
    httpPort: readSetting('spanline.collector.httpPort'),
    maxSpans: readSetting('spanline.collector.maxSpans'),
  };
}
