import type { StackFrame } from '../../src/shared/spanProtocol.ts';

/** A line of a stack as it is shown: a frame of the workspace, a run of frames that are not, or another error. */
export type StackLine =
  | { readonly kind: 'frame'; readonly frame: StackFrame }
  | { readonly kind: 'library'; readonly frames: readonly StackFrame[]; readonly text: string }
  /** What caused the error, or was thrown while it was handled, as it was printed. */
  | { readonly kind: 'cause'; readonly text: string };

/**
 * Frames of the workspace one by one, the runs between them folded into one line each; with the printed stack,
 * also the errors whose frames those are.
 */
export function stackLines(frames: readonly StackFrame[], printed = ''): StackLine[] {
  const lines: StackLine[] = [];
  let run: StackFrame[] = [];
  const endRun = (): void => {
    if (run.length > 0) lines.push({ kind: 'library', frames: run, text: runText(run) });
    run = [];
  };
  for (const entry of withCauses(frames, printed)) {
    if (typeof entry !== 'string' && entry.location === undefined) {
      run.push(entry);
      continue;
    }
    endRun();
    if (typeof entry === 'string') lines.push({ kind: 'cause', text: entry });
    else lines.push({ kind: 'frame', frame: entry });
  }
  endRun();
  return lines;
}

/** The host reads no more of a stack, nor longer lines. */
const mostLines = 10_000;
const longestLine = 5000;

/** The frames, with the lines between them that name other errors. */
function withCauses(frames: readonly StackFrame[], printed: string): readonly (StackFrame | string)[] {
  const entries: (StackFrame | string)[] = [];
  let next = 0;
  const lines = printed.slice(0, 256 * 1024).split('\n', mostLines);
  const isPython = lines.some((line) => line.includes('Traceback (most recent call last)'));
  for (const line of lines) {
    if (next === frames.length) break;
    const trimmed = line.length > longestLine ? '' : line.trim();
    const frame = frames[next];
    if (frame?.text === trimmed) {
      entries.push(frame);
      next++;
    } else if (isCause(line, trimmed, isPython)) entries.push(trimmed);
  }
  // What was printed otherwise than expected has its frames all the same.
  return next < frames.length ? frames : withoutHeadline(entries, isPython);
}

const cause =
  /^(?:Caused by: |Suppressed: |Wrapped by: |\[(?:cause|errors|\d+)\]: |---> |--- End of inner exception|\(.*\) Caused by |Next )/;
const handling =
  /^(?:During handling of the above exception|The above exception was the direct cause)|^\| .*sub-exception/;

function isCause(line: string, trimmed: string, isPython: boolean): boolean {
  if (cause.test(trimmed) || handling.test(trimmed)) return true;
  return isPython && /^[A-Za-z_][\w.]*(?:: |$)/.test(line);
}

/** Of Python the first error stands behind its frames, of others before them: there it is the headline already. */
function withoutHeadline(
  entries: readonly (StackFrame | string)[],
  isPython: boolean,
): readonly (StackFrame | string)[] {
  return isPython || typeof entries[0] !== 'string' ? entries : entries.slice(1);
}

const libraryFolders = ['node_modules', 'site-packages', 'dist-packages', 'vendor', 'node:internal'];

function runText(frames: readonly StackFrame[]): string {
  const folders = new Set(frames.map(folderOf));
  const [folder] = folders;
  const count = `${frames.length} ${frames.length === 1 ? 'frame' : 'frames'}`;
  return folders.size === 1 && folder !== undefined ? `${count} of ${folder}` : `${count} of libraries`;
}

function folderOf({ text }: StackFrame): string | undefined {
  return libraryFolders.find((folder) => text.includes(folder));
}
