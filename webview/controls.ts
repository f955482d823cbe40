import {
  provideVSCodeDesignSystem,
  vsCodeBadge,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import type { ComponentChildren, HTMLAttributes, Ref } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/**
 * Registers the controls of the toolkit, the look of VS Code's own: leaf controls only, never the rows. This
 * file alone knows the toolkit, so that another can take its place.
 */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeBadge(),
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
}

/** Names a control for those who hear it: the toolkit's text field calls itself "Text field" once it is in the page. */
export function useLabel(control: { readonly current: HTMLElement | null }, label: string): void {
  useLayoutEffect(() => control.current?.setAttribute('aria-label', label), [control, label]);
}

/** The part of the toolkit's text field that pages use. */
export interface TextField extends HTMLElement {
  value: string;
  select(): void;
}

type Control<Extra> = Omit<HTMLAttributes<HTMLElement>, 'ref'> & {
  readonly ref?: Ref<HTMLElement>;
  readonly children?: ComponentChildren;
} & Extra;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-badge': Control<Record<never, never>>;
      'vscode-button': Control<{
        readonly appearance?: 'primary' | 'secondary' | 'icon';
        readonly disabled?: boolean;
      }>;
      'vscode-checkbox': Control<{ readonly checked?: boolean }>;
      'vscode-dropdown': Control<{ readonly value?: string }>;
      'vscode-option': Control<{ readonly value?: string }>;
      'vscode-progress-ring': Control<Record<never, never>>;
      'vscode-text-field': Control<{
        readonly value?: string;
        readonly placeholder?: string;
        readonly size?: number;
      }>;
    }
  }
}
