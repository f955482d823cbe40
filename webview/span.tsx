import '@vscode/codicons/dist/codicon.css';
import './base.css';
import './span.css';
import { render } from 'preact';
import type { SpanHostApi, SpanHostEvents, SpanPageEvents } from '../src/shared/spanProtocol.ts';
import { registerControls } from './controls.ts';
import { connectHost } from './host.ts';
import { readTheme, watchTheme } from './paint/theme.ts';
import { SpanPanel } from './state/spanPanel.ts';
import { SpanPage } from './views/span/spanPage.tsx';

start();

function start(): void {
  registerControls();
  const host = connectHost<SpanHostApi, SpanHostEvents, SpanPageEvents>();
  const panel = new SpanPanel(host, readTheme());
  watchTheme(() => {
    panel.theme.value = readTheme();
  });
  render(<SpanPage panel={panel} />, document.getElementById('root') as HTMLElement);
  panel.start();
}
