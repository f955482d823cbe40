import '@vscode/codicons/dist/codicon.css';
import './base.css';
import './tabs.css';
import { render } from 'preact';
import type { GraphHostApi, GraphHostEvents, GraphPageEvents } from '../src/shared/graphProtocol.ts';
import { registerControls } from './controls.ts';
import { connectHost } from './host.ts';
import { readTheme, watchTheme } from './paint/theme.ts';
import { GraphPanel } from './state/graphPanel.ts';
import { GraphPage } from './views/graph/graphPage.tsx';

start();

function start(): void {
  registerControls();
  const host = connectHost<GraphHostApi, GraphHostEvents, GraphPageEvents>();
  const panel = new GraphPanel(host, readTheme());
  watchTheme(() => {
    panel.theme.value = readTheme();
  });
  render(<GraphPage panel={panel} />, document.getElementById('root') as HTMLElement);
  panel.start();
}
