import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ServiceGraph } from '../../src/shared/serviceGraph.ts';
import type { TraceMarks } from '../../src/shared/waterfallProtocol.ts';
import type { AttributeSource } from '../state/attributeSource.ts';
import type { ComparedTrace } from '../state/comparedTrace.ts';
import type { Display } from '../state/display.ts';
import type { FlameView } from '../state/flameView.ts';
import type { HostAnswer } from '../state/hostAnswer.ts';
import type { KeyTargets } from '../state/keys.ts';
import type { LiveTrace, WaterfallHost } from '../state/liveTrace.ts';
import type { LogsState } from '../state/logsState.ts';
import type { Moves } from '../state/moves.ts';
import type { ViewState } from '../state/viewState.ts';

/** What the components of the waterfall share; made once in `main.tsx`. */
export interface Page {
  readonly host: WaterfallHost;
  readonly view: ViewState;
  readonly moves: Moves;
  readonly display: Display;
  /** Log records by span; `undefined` until they have come, or where there are none. */
  readonly logCounts: ReadonlySignal<Uint32Array | undefined>;
  readonly live: LiveTrace;
  readonly attributes: AttributeSource;
  readonly comparison: ComparedTrace;
  readonly flame: FlameView;
  readonly logs: LogsState;
  readonly graph: HostAnswer<ServiceGraph>;
  readonly marks: HostAnswer<TraceMarks>;
  readonly keys: KeyTargets;
  /** The row whose tooltip is up, and where; `undefined` for none. */
  readonly tooltip: Signal<TooltipAt | undefined>;
  /** Code and details of a row, as its links and keys ask for them. */
  openCode(row: number, how: 'beside' | 'peek'): void;
  showDetails(row: number): void;
}

export interface TooltipAt {
  readonly row: number;
  /** Pixels of the page. */
  readonly x: number;
  readonly y: number;
}
