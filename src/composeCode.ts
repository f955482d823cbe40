import * as vscode from 'vscode';
import { CodeSites } from './editor/codeSites.ts';
import { EditedFiles } from './editor/editedFiles.ts';
import { messageOf } from './shared/assert.ts';
import type { DisposableStore } from './shared/disposable.ts';
import type { CollectorApi } from './shared/protocol.ts';
import { Throttle } from './shared/throttle.ts';
import { createResolverOf } from './source/createResolver.ts';
import { ErrorLines } from './source/errorLines.ts';
import { PathChoices } from './source/pathChoices.ts';
import { PathMapper } from './source/pathMapper.ts';
import { SiteLines } from './source/siteLines.ts';
import { RelativesSource } from './source/siteRelatives.ts';
import { parseStackTrace, placeFrames } from './source/stackTrace.ts';
import { onDidChangePaths, userPaths } from './source/vscode/userPaths.ts';
import { VscodeFiles } from './source/vscode/vscodeFiles.ts';
import { VscodeSymbols } from './source/vscode/vscodeSymbols.ts';
import type { CurrentCollector } from './views/currentCollector.ts';
import { hostTimer as timer } from './views/hostTimer.ts';
import { rememberedChoices, rememberedRules } from './views/rememberedChoices.ts';
import { SiteFeed } from './views/siteFeed.ts';

/** What every part of the window is given. */
export interface Base {
  readonly owned: DisposableStore;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

/** What is remembered from one window to the next. */
type Memory = Pick<vscode.ExtensionContext, 'workspaceState'>;

/** What is known without the syntax index is shown after so long, and the rest once it is there. */
const indexMillis = 250;

/** Errors are looked up for all that failed since, so that a storm of them is one question a second. */
const errorMillis = 1000;

/** What knows where spans come from: the sites, their lines, and what the user says of both. */
export function composeCode(
  base: Base,
  { workspaceState }: Memory,
  { api, collector }: { readonly api: CollectorApi; readonly collector: CurrentCollector },
) {
  const { owned, log } = base;
  const onError = (error: unknown): void => log.error(messageOf(error));
  const around = new RelativesSource({ ask: (query) => api.relatives(query), site: (id) => lines.site(id) });
  const { files, resolver, pathChoices } = composeResolver(base, { workspaceState }, around, onError);
  const choices = rememberedChoices(workspaceState);
  const lines = owned.register(
    new SiteLines({ sites: (query) => api.sites(query), resolver, onError, choices }),
  );
  const sites = owned.register(new SiteFeed(lines, collector, timer, (problem) => log.warn(problem)));
  const stackOf = (text: string, service: string): ReturnType<typeof placeFrames> =>
    placeFrames(parseStackTrace(text), files, service, new PathMapper(files, resolver.knowledge));
  const errors = owned.register(
    new ErrorLines({ relatives: (ids) => api.relatives({ sites: ids }), place: stackOf, onError }),
  );
  const update = owned.register(new Throttle(timer, errorMillis, () => errors.update(lines.sites())));
  owned.register(sites.onDidChange(() => update.request()));
  const edits = owned.register(new EditedFiles(timer));
  const places = owned.register(new CodeSites(lines, errors, edits));
  return { sites, places, pathChoices, stackOf };
}

/** What finds lines, kept up with what the user and the workspace say of paths. */
function composeResolver(
  { owned, extensionUri }: Base,
  { workspaceState }: Memory,
  around: RelativesSource,
  onError: (error: unknown) => void,
) {
  const files = new VscodeFiles(onError);
  const pathChoices = owned.register(new PathChoices(rememberedRules(workspaceState)));
  const resolver = owned.register(
    createResolverOf(files, {
      wasmDirectory: vscode.Uri.joinPath(extensionUri, 'dist', 'wasm').fsPath,
      paths: userPaths(pathChoices.rules),
      relatives: (site) => around.of(site),
      patienceMillis: indexMillis,
      symbols: new VscodeSymbols(onError),
    }),
  );
  owned.register(resolver.onDidFail(onError));
  const takePaths = (): void => resolver.setPaths(userPaths(pathChoices.rules));
  owned.register(onDidChangePaths(takePaths));
  owned.register(pathChoices.onDidChange(takePaths));
  return { files, resolver, pathChoices };
}
