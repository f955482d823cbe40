import * as vscode from 'vscode';
import { defaultDataDirectory } from '../shared/defaultDataDirectory.ts';
import type { SettingId } from '../shared/manifest.ts';
import type { PortChoice } from './currentCollector.ts';
import { readSetting } from './readSetting.ts';

/** Settings that a running collector cannot take up: where it listens. */
export const portSettings = [
  'spanline.collector.grpcPort',
  'spanline.collector.httpPort',
  'spanline.collector.zipkinPort',
  'spanline.collector.jaegerThriftPort',
  'spanline.collector.jaegerGrpcPort',
] as const satisfies readonly SettingId[];

/** How this window joins the collector, or starts one, by the user's settings; on other ports where it was told so. */
export function collectorOptions(extensionUri: vscode.Uri, home: string, ports: PortChoice | undefined) {
  return {
    name: `${vscode.env.appName} ${vscode.version}`,
    mayStart: true,
    collectorPath: vscode.Uri.joinPath(extensionUri, 'dist', 'collector.js').fsPath,
    dataDirectory:
      readSetting('spanline.collector.dataDirectory') ||
      defaultDataDirectory(process.platform, process.env, home),
    grpcPort: ports?.grpcPort ?? readSetting('spanline.collector.grpcPort'),
    httpPort: ports?.httpPort ?? readSetting('spanline.collector.httpPort'),
    ...given('zipkinPort', readSetting('spanline.collector.zipkinPort')),
    ...given('jaegerThriftPort', readSetting('spanline.collector.jaegerThriftPort')),
    ...given('jaegerGrpcPort', readSetting('spanline.collector.jaegerGrpcPort')),
    maxSpans: readSetting('spanline.collector.maxSpans'),
    maxDiskMegabytes: readSetting('spanline.collector.maxDiskMegabytes'),
    exitsWhenIdle: !readSetting('spanline.collector.keepRunning'),
  };
}

/** Nothing where the port is off. */
function given<K extends string>(name: K, port: number | null): { readonly [Name in K]?: number } {
  return port === null ? {} : ({ [name]: port } as { readonly [Name in K]: number });
}
