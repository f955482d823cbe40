import type { GraphSizes } from '../../layout/graphDrawing.ts';

/** More labels than these cover each other: then those of the node in focus are shown, and layers move closer. */
export const mostLabels = 48;

/** Sizes of the drawing for a font of 13 pixels, scaled with the editor's. */
export function graphSizes(fontSize: number, links: number): GraphSizes {
  const scaled = (pixels: number): number => Math.round((pixels * fontSize) / 13);
  return {
    nodeWidth: scaled(184),
    nodeHeight: scaled(44),
    layerGap: scaled(links > mostLabels ? 104 : 172),
    nodeGap: scaled(24),
    linkHeight: scaled(8),
    labelHeight: scaled(20),
  };
}
