/** What the watch has seen in one frame of the browser. Times are milliseconds since the epoch, with fractions. */
export interface Watched {
  /** Clicks, at the time of the input. */
  readonly clicks: number[];
  /** The waterfall's canvas has been painted, with these rows beside it. */
  readonly paints: { readonly at: number; readonly rows: string }[];
  /** The frame with the page of the empty webview is done; its own script says so. */
  readonly empty: number[];
}

declare global {
  interface Window {
    watched?: Watched;
  }
}

/**
 * Runs in every frame before its own scripts: notes clicks, and the ends of the frames in which the bars of the
 * waterfall were painted. The painter begins with clearing its canvas, and the message comes when the frame is done.
 */
export function watchPaints(): void {
  const watched: Watched = { clicks: [], paints: [], empty: [] };
  window.watched = watched;
  const epoch = performance.timeOrigin;
  window.addEventListener('click', (event) => watched.clicks.push(epoch + event.timeStamp), true);
  const afterFrame = new MessageChannel();
  afterFrame.port1.onmessage = () => {
    const rows = document.querySelector('.rows')?.textContent ?? '';
    if (rows !== '') watched.paints.push({ at: epoch + performance.now(), rows: rows.slice(0, 300) });
    if (watched.paints.length > 100) watched.paints.splice(0, 50);
  };
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box): void {
    clearRect.apply(this, box);
    if (this.canvas instanceof HTMLCanvasElement && this.canvas.classList.contains('bars')) {
      afterFrame.port2.postMessage(0);
    }
  };
}
