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
  const lines = printed.slice(0, 256 * 1024).split('\n', mostLines);
  const isPython = lines.some((line) => line.includes('Traceback (most recent call last)'));
  const entries: (StackFrame | string)[] = [];
  let next = 0;
  for (const line of lines) {
    if (next === frames.length) break;
    const trimmed = line.length > longestLine ? '' : line.trim();
    const frame = frames[next];
    if (frame?.text === trimmed) {
      entries.push(frame);
      next++;
    } else if (isPython ? isPythonError(line) : cause.test(trimmed)) entries.push(trimmed);
  }
  // What was printed otherwise than expected has its frames all the same.
  if (next < frames.length) return frames;
  return isPython ? lastFirst(entries) : entries;
}

const cause =
  /^(?:Caused by: |Suppressed: |Wrapped by: |\[(?:cause|errors|\d+)\]: |---> |--- End of inner exception|\(.*\) Caused by |Next )/;

/** Between an error and the one that it led to Python prints one of these (`traceback.py`). */
const handling = 'During handling of the above exception';
const direct = 'The above exception was the direct cause';

function isPythonError(line: string): boolean {
  return line.startsWith(handling) || line.startsWith(direct) || /^[A-Za-z_][\w.]*(?:: |$)/.test(line);
}

/**
 * Python prints what was thrown last behind all that led to it, and each error behind its frames; here, as in other
 * languages, the frames of the error come first, and each cause heads its own.
 */
function lastFirst(entries: readonly (StackFrame | string)[]): readonly (StackFrame | string)[] {
  const blocks: (StackFrame | string)[][] = [];
  let block: (StackFrame | string)[] = [];
  let error = '';
  for (const entry of entries) {
    if (typeof entry !== 'string') block.push(entry);
    else if (entry.startsWith(handling) || entry.startsWith(direct)) {
      const relation = entry.startsWith(direct) ? 'Caused by' : 'While handling';
      blocks.unshift([`${relation}: ${error}`, ...block]);
      block = [];
    } else error = entry;
  }
  return [...block, ...blocks.flat()];
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
