import type { FlameLayout } from '../../src/trace/flameLayout.ts';

/** The lanes of one service below the line with its name. */
export interface FlameBand {
  /** Index into the trace's `strings`. */
  readonly service: number;
  readonly firstLane: number;
  readonly endLane: number;
  readonly collapsed: boolean;
  /** Pixels from the beginning of all bands. */
  readonly top: number;
  readonly bottom: number;
}

/** Pixels. */
export interface FlameSizes {
  readonly header: number;
  readonly lane: number;
}

/** Where everything of a flame chart stands from top to bottom; found by halving, so cheap with any number of lanes. */
export class FlameBands {
  readonly bands: readonly FlameBand[];
  readonly content: number;
  readonly sizes: FlameSizes;
  /** Index of its band by lane. */
  readonly #bandOf: Uint32Array;

  /** `isCollapsed` is asked for each service by its index into `strings`. */
  constructor(
    { laneCount, laneService }: Pick<FlameLayout, 'laneCount' | 'laneService'>,
    sizes: FlameSizes,
    isCollapsed: (service: number) => boolean,
  ) {
    const bands: FlameBand[] = [];
    this.#bandOf = new Uint32Array(laneCount);
    let top = 0;
    for (let lane = 0; lane < laneCount; ) {
      const service = laneService[lane] as number;
      let end = lane;
      while (end < laneCount && laneService[end] === service) this.#bandOf[end++] = bands.length;
      const collapsed = isCollapsed(service);
      const bottom = top + sizes.header + (collapsed ? 0 : (end - lane) * sizes.lane);
      bands.push({ service, firstLane: lane, endLane: end, collapsed, top, bottom });
      top = bottom;
      lane = end;
    }
    this.bands = bands;
    this.content = top;
    this.sizes = sizes;
  }

  /** The bands that are seen between two heights, from `first` to before `end`. */
  within(top: number, bottom: number): { readonly first: number; readonly end: number } {
    let end = this.indexAt(bottom) + 1;
    const first = this.indexAt(top);
    if (this.bands.length === 0) end = 0;
    return { first, end };
  }

  /** Index of the band at a height; the first or last one beyond the ends. */
  indexAt(y: number): number {
    let low = 0;
    let high = this.bands.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.bands[middle] as FlameBand).bottom <= y) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low);
  }

  /** The lane at a height; −1 on a line with a name, and outside. */
  laneAt(y: number): number {
    const band = this.bands[this.indexAt(y)];
    if (band === undefined || band.collapsed || y < band.top || y >= band.bottom) return -1;
    const lane = Math.floor((y - band.top - this.sizes.header) / this.sizes.lane);
    return lane < 0 ? -1 : band.firstLane + lane;
  }

  bandOf(lane: number): FlameBand | undefined {
    return this.bands[this.#bandOf[lane] as number];
  }

  /** Upper edge of a lane; of one in a collapsed band, that of the band. */
  topOf(lane: number): number {
    const band = this.bandOf(lane);
    if (band === undefined) return 0;
    return band.collapsed
      ? band.top
      : band.top + this.sizes.header + (lane - band.firstLane) * this.sizes.lane;
  }

  /** The lanes of a band that are seen between two heights, from `first` to before `end`. */
  lanesWithin(
    band: FlameBand,
    top: number,
    bottom: number,
  ): { readonly first: number; readonly end: number } {
    const lanesTop = band.top + this.sizes.header;
    const count = band.collapsed ? 0 : band.endLane - band.firstLane;
    const first = Math.min(count, Math.max(0, Math.floor((top - lanesTop) / this.sizes.lane)));
    const end = Math.min(count, Math.max(first, Math.ceil((bottom - lanesTop) / this.sizes.lane)));
    return { first: band.firstLane + first, end: band.firstLane + end };
  }
}
