import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The two sizes that the pictures of the design were drawn at. */
export const small: Size = { width: 1280, height: 800 };
export const large: Size = { width: 1440, height: 860 };

/** One VS Code window in a browser, seen and used as a person does. */
export class CodeWindow {
  readonly page: Page;

  static async open(browser: Browser, url: string, size: Size): Promise<CodeWindow> {
    return await CodeWindow.openIn(await browser.newContext({ viewport: size }), url);
  }

  static async openIn(context: BrowserContext, url: string): Promise<CodeWindow> {
    const page = await context.newPage();
    await page.goto(url);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    return new CodeWindow(page);
  }

  private constructor(page: Page) {
    this.page = page;
  }

  /** What a panel in the editor area shows. */
  get panel(): FrameLocator {
    return this.#webview(':not([src*="purpose=webviewView"])');
  }

  /** What our view in a side bar shows. */
  get sideView(): FrameLocator {
    return this.#webview('[src*="purpose=webviewView"]');
  }

  /** Runs a command by its title, such as `Spanline: Fit Whole Trace`. */
  async run(title: string): Promise<void> {
    await this.#pick('F1', `>${title}`, title);
  }

  /** Changes the colours, by the name of a theme as its list shows it. */
  async useTheme(label: string): Promise<void> {
    const { page } = this;
    const widget = page.locator('.quick-input-widget');
    await page.keyboard.press('F1');
    await widget.locator('input').first().fill('>Preferences: Color Theme');
    await widget.locator('.monaco-list-row', { hasText: 'Preferences: Color Theme' }).first().click();
    await page.getByPlaceholder(/Color Theme/).fill(label);
    await widget.locator('.monaco-list-row', { hasText: label }).first().click();
    await widget.waitFor({ state: 'hidden' });
  }

  /** Opens a trace as a person does who has its id. */
  async openTrace(traceId: string): Promise<void> {
    const { page } = this;
    await page.keyboard.press('F1');
    const widget = page.locator('.quick-input-widget');
    await widget.locator('input').first().fill('>Spanline: Open Trace…');
    await widget.locator('.monaco-list-row', { hasText: 'Spanline: Open Trace…' }).first().click();
    await widget.locator('.quick-input-title').waitFor();
    await widget.locator('input').first().fill(traceId);
    await page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' });
  }

  /** Chooses an entry of the list that is open. */
  async choose(label: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    await widget.locator('.monaco-list-row', { hasText: label }).first().click();
    await widget.waitFor({ state: 'hidden' });
  }

  /** Our extension is up and its collector receives. */
  async ready(): Promise<void> {
    await this.page.locator('.statusbar-item', { hasText: /OTLP :\d+/ }).waitFor();
  }

  /** Opens a file by its name or the end of its path. */
  async openFile(path: string): Promise<void> {
    const name = path.slice(path.lastIndexOf('/') + 1);
    await this.#pick('Control+P', path, name);
    await this.page
      .locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`)
      .waitFor();
  }

  /** Puts the caret on a line of the active editor. */
  async goToLine(line: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.page.locator('.quick-input-widget input').fill(`:${line}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Name of the file in the active editor and the line of its caret. */
  async place(): Promise<{ readonly file: string | null; readonly line: number }> {
    const tab = this.page.locator('.editor-group-container.active .tab.active');
    const position = this.page.locator('.statusbar-item', { hasText: /Ln \d+, Col \d+/ });
    if ((await position.count()) === 0) return { file: null, line: 0 };
    const line = /Ln (\d+)/.exec((await position.first().textContent()) ?? '')?.[1];
    return { file: await tab.first().getAttribute('data-resource-name'), line: Number(line ?? 0) };
  }

  /** What is written behind the code of the lines that the active editor shows, by line number. */
  async lineEnds(): Promise<ReadonlyMap<number, string>> {
    const entries = await this.page.evaluate(() => {
      const editor = document.querySelector('.editor-group-container.active .monaco-editor');
      if (editor === null) return [];
      const numbers = new Map(
        [...editor.querySelectorAll<HTMLElement>('.margin-view-overlays > div')].map((row) => [
          row.style.top,
          Number(row.querySelector('.line-numbers')?.textContent),
        ]),
      );
      const contentAfter = (span: Element) => getComputedStyle(span, '::after').content;
      return [...editor.querySelectorAll<HTMLElement>('.view-lines > .view-line')].flatMap((line) => {
        const texts = [...line.querySelectorAll('span')]
          .map(contentAfter)
          .filter((text) => text.startsWith('"'));
        const number = numbers.get(line.style.top);
        return texts.length === 0 || number === undefined ? [] : [[number, texts.join('')] as const];
      });
    });
    return new Map(entries.map(([line, text]) => [line, text.replaceAll('"', '').trim()]));
  }

  /** Rests the mouse on a piece of code. */
  async hover(code: string): Promise<void> {
    const text = this.page.locator('.editor-group-container.active .view-line span', { hasText: code });
    const shown = this.page.locator('.monaco-hover:visible').first();
    for (let attempt = 1; attempt <= 5; attempt++) {
      await text.last().hover();
      // What is still being drawn moves away under the mouse, and then nothing is asked for.
      if (await shown.waitFor({ timeout: 4000 }).then(yes, no)) return;
      await this.page.mouse.move(0, 0);
    }
  }

  /** What the hover says now. */
  async hoverText(): Promise<string> {
    const texts = await this.page.locator('.monaco-hover:visible').allTextContents();
    return texts.join('\n');
  }

  async clickInHover(link: string | RegExp): Promise<void> {
    await this.page.locator('.monaco-hover:visible a', { hasText: link }).first().click();
  }

  /** The list of notifications: a VS Code that is driven by tests shows them nowhere else. */
  async notifications(): Promise<Locator> {
    const center = this.page.locator('.notifications-center');
    if (!(await center.isVisible())) {
      await this.page.locator('.statusbar-item[id="status.notifications"] a').click();
      await center.waitFor();
    }
    return center;
  }

  /** A row of a tree in the side bar. */
  row(text: string | RegExp) {
    return this.page.locator('.part.sidebar .monaco-list-row', { hasText: text });
  }

  /** Opens one of our views from the activity bar. */
  async openSideBar(name: string): Promise<void> {
    const icon = this.page.locator(`.part.activitybar .action-item:has(a[aria-label^="${name}"])`);
    await icon.first().waitFor();
    if ((await icon.first().getAttribute('class'))?.includes('checked') !== true) await icon.first().click();
  }

  async screenshot(path: string): Promise<void> {
    // A caret that blinks, a tooltip or a toast would make each picture another one.
    await this.page.mouse.move(0, 0);
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  }

  /** Leaving the page ends its extension host, which a closed browser would leave behind for hours. */
  async close(): Promise<void> {
    if (this.page.isClosed()) return;
    await this.page.goto('about:blank');
    await this.page.context().close();
  }

  async #pick(keys: string, text: string, label: string): Promise<void> {
    const { page } = this;
    const widget = page.locator('.quick-input-widget');
    await page.keyboard.press(keys);
    await widget.locator('input').first().fill(text);
    await widget.locator('.monaco-list-row', { hasText: label }).first().click();
    // What ends so asks for more, in the same place.
    if (!label.endsWith('…')) await widget.waitFor({ state: 'hidden' });
  }

  #webview(condition: string): FrameLocator {
    return this.page.frameLocator(`iframe.webview.ready${condition}`).first().frameLocator('#active-frame');
  }
}

function yes(): boolean {
  return true;
}

function no(): boolean {
  return false;
}
