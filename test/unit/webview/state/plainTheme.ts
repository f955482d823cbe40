import type { Theme } from '../../../../webview/paint/theme.ts';

/** A theme for tests that look at no colours. */
export const plainTheme: Theme = {
  background: 'rgb(0, 0, 0)',
  foreground: 'rgb(255, 255, 255)',
  muted: 'rgb(128, 128, 128)',
  error: 'rgb(255, 0, 0)',
  grid: 'rgb(16, 16, 16)',
  selectionForeground: 'rgb(255, 255, 255)',
  inactiveSelectionForeground: 'rgb(255, 255, 255)',
  contrastBorder: undefined,
  palette: ['rgb(0, 0, 255)'],
  fontFamily: 'sans-serif',
  fontSize: 13,
};
