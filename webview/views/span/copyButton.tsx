import type { SpanPanel } from '../../state/spanPanel.ts';

interface CopyButtonProps {
  readonly panel: SpanPanel;
  readonly title: string;
  readonly text: () => string;
}

export function CopyButton({ panel, title, text }: CopyButtonProps) {
  const isCopied = panel.copied.value !== undefined && panel.copied.value === text();
  return (
    <vscode-button
      appearance="icon"
      class="copy"
      title={title}
      aria-label={title}
      onClick={() => panel.copy(text())}
    >
      <span class={`codicon codicon-${isCopied ? 'check' : 'copy'}`} />
    </vscode-button>
  );
}
