/** One line of a menu. */
export type MenuItem =
  | { readonly kind: 'separator' }
  | {
      readonly kind: 'item';
      readonly text: string;
      /** The key that does the same. */
      readonly key?: string;
      /** For what is on or off, or one of several. */
      readonly checked?: boolean;
      readonly disabled?: boolean;
      readonly run: () => void;
    };

/** A menu that is up, and where: pixels of the page. */
export interface OpenMenu {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly x: number;
  readonly y: number;
  /** Below what it hangs, it is placed by its right edge. */
  readonly alignRight?: boolean;
  /** What has the keyboard again when the menu closes. */
  readonly from: HTMLElement | undefined;
}
