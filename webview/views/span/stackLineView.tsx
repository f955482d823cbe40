import { useSignal } from '@preact/signals';
import type { StackFrame } from '../../../src/shared/spanProtocol.ts';
import type { StackLine } from '../../layout/stackLines.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { LongText } from './longText.tsx';
import { SpanText } from './spanText.tsx';

interface LineProps {
  readonly panel: SpanPanel;
  readonly line: StackLine;
}

/** A line of a stack: a frame of ours as a link, frames of libraries folded, or the error that was the cause. */
export function StackLineView({ panel, line }: LineProps) {
  switch (line.kind) {
    case 'frame':
      return <Frame panel={panel} frame={line.frame} />;
    case 'library':
      return <Library frames={line.frames} text={line.text} />;
    case 'cause':
      return (
        <li class="cause">
          <LongText text={line.text} needle={panel.filter.value} />
        </li>
      );
  }
}

function Library({ frames, text }: { readonly frames: readonly StackFrame[]; readonly text: string }) {
  const unfolded = useSignal(false);
  return (
    <li>
      <button
        type="button"
        class="library"
        aria-expanded={unfolded.value}
        onClick={() => {
          unfolded.value = !unfolded.value;
        }}
      >
        {text}
      </button>
      {unfolded.value && (
        <ol class="frames">
          {frames.map((frame, index) => (
            <li key={index} class="muted">
              <SpanText text={frame.text} />
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}

function Frame({ panel, frame }: { readonly panel: SpanPanel; readonly frame: StackFrame }) {
  const { location, functionName, label, text } = frame;
  if (location === undefined) {
    return (
      <li>
        <SpanText text={text} />
      </li>
    );
  }
  const link = (
    <button
      type="button"
      class="link"
      title={location.path}
      onClick={() => panel.ask((host) => host.openCode({ location }))}
    >
      <SpanText text={label} />
    </button>
  );
  return functionName === '' ? (
    <li>at {link}</li>
  ) : (
    <li>
      at <SpanText text={functionName} /> <span class="frame-place">({link})</span>
    </li>
  );
}
