import type { SpanPanel } from '../../state/spanPanel.ts';

interface CopyButtonProps {
  readonly panel: SpanPanel;
  readonly title: string;
  readonly text: () => string;
}

export function CopyButton({ panel, title, text }: CopyButtonProps) {
  return (
    <vscode-button
      appearance="icon"
      class="copy"
      title={title}
      aria-label={title}
      onClick={() => panel.ask((host) => host.copy({ text: text() }))}
    >
      <span class="codicon codicon-copy" />
    </vscode-button>
  );
}
