import '@vscode/codicons/dist/codicon.css';
import './base.css';
import './span.css';
import './attributes.css';
import { render } from 'preact';
import type { SpanHostApi, SpanHostEvents, SpanPageEvents } from '../src/shared/spanProtocol.ts';
import { registerControls } from './controls.ts';
import { connectHost } from './host.ts';
import { readTheme, watchTheme } from './paint/theme.ts';
import { SpanPanel } from './state/spanPanel.ts';
import { type SqlFormat, SqlTexts } from './state/sqlTexts.ts';
import { SpanPage } from './views/span/spanPage.tsx';

start();

function start(): void {
  registerControls();
  const host = connectHost<SpanHostApi, SpanHostEvents, SpanPageEvents>();
  const panel = new SpanPanel(host, readTheme(), new SqlTexts(sqlLoader()));
  watchTheme(() => {
    panel.theme.value = readTheme();
  });
  render(<SpanPage panel={panel} />, document.getElementById('root') as HTMLElement);
  panel.start();
}

/**
 * The bundle beside this script. By its whole address: the script itself comes from elsewhere than the page, so
 * that what is relative in it may have nothing to be relative to. The script's nonce goes for what it imports.
 */
function sqlLoader(): () => Promise<SqlFormat> {
  const own = (document.currentScript as HTMLScriptElement).src;
  const bundle = new URL('sqlFormat.js', own).href;
  return () => import(bundle) as Promise<SqlFormat>;
}
