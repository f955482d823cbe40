import type { StackFrame } from '../../src/shared/spanProtocol.ts';

/** A line of a stack as it is shown: a frame of the workspace, or a run of frames that are not. */
export type StackLine =
  | { readonly kind: 'frame'; readonly frame: StackFrame }
  | { readonly kind: 'library'; readonly frames: readonly StackFrame[]; readonly text: string };

/** Frames of the workspace one by one, the runs between them folded into one line each. */
export function stackLines(frames: readonly StackFrame[]): StackLine[] {
  const lines: StackLine[] = [];
  let run: StackFrame[] = [];
  const endRun = (): void => {
    if (run.length > 0) lines.push({ kind: 'library', frames: run, text: runText(run) });
    run = [];
  };
  for (const frame of frames) {
    if (frame.location === undefined) {
      run.push(frame);
      continue;
    }
    endRun();
    lines.push({ kind: 'frame', frame });
  }
  endRun();
  return lines;
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
