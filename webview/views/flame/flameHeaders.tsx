import type { FlameBand } from '../../layout/flameBands.ts';
import { count } from '../../state/traceFacts.ts';
import type { Page } from '../page.ts';

/** The names of the services over their lanes; that of the uppermost service stays in view. A click hides the lanes. */
export function FlameHeaders({ page }: { readonly page: Page }) {
  const { flame, view } = page;
  const lanes = flame.lanes.value;
  const bands = flame.bands.value;
  if (lanes === undefined || bands === undefined) return null;
  const top = flame.top.value;
  const { first, end } = bands.within(top, top + flame.size.value.height);
  const { palette } = view.theme.value;
  const { columns, colourOf } = lanes.model;
  return (
    <>
      {bands.bands.slice(first, end).map((band) => {
        const service = columns.strings[band.service] as string;
        return (
          <button
            key={service}
            type="button"
            class="flame-header"
            aria-expanded={!band.collapsed}
            style={{
              height: `${bands.sizes.header}px`,
              transform: `translateY(${headerTop(band, top, bands.sizes.header)}px)`,
            }}
            onClick={() => flame.toggle(service)}
          >
            <span class={`twisty codicon codicon-chevron-${band.collapsed ? 'right' : 'down'}`} />
            <span
              class="mark"
              style={{
                backgroundColor: palette[(colourOf[band.service] as number) % palette.length] as string,
              }}
            />
            <span class="flame-service">{service || 'service without a name'}</span>
            <span class="flame-count">{bandWords(band, lanes.layout.laneOffset)}</span>
          </button>
        );
      })}
    </>
  );
}

/** At its place, or at the upper edge as long as lanes of its own are below it. */
function headerTop({ top, bottom }: FlameBand, viewTop: number, height: number): number {
  return Math.max(top, Math.min(viewTop, bottom - height)) - viewTop;
}

function bandWords({ firstLane, endLane }: FlameBand, laneOffset: Uint32Array): string {
  const spans = (laneOffset[endLane] as number) - (laneOffset[firstLane] as number);
  return count(spans, 'span', 'spans');
}
