import type { Point } from './graphDrawing.ts';

/** A link as the `d` of an SVG path: level where it leaves and enters, bent between layers. */
export function linkPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${place(first)}`;
  let before = first;
  for (const point of rest) {
    const half = (point.x - before.x) / 2;
    path +=
      point.y === before.y || half === 0
        ? `L${place(point)}`
        : `C${place({ x: before.x + half, y: before.y })} ${place({ x: point.x - half, y: point.y })} ${place(point)}`;
    before = point;
  }
  return path;
}

function place({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
