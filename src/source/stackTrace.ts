import type { StackFrame } from '../shared/spanProtocol.ts';
import { fileConfidence } from './fileConfidence.ts';
import { FileText } from './fileText.ts';
import { PathMapper } from './pathMapper.ts';
import type { FileReader } from './workspaceFiles.ts';

/** A line of a stack trace that names a place in code. */
export interface ParsedFrame {
  /** As it was printed, trimmed. */
  readonly text: string;
  /** Empty where none is named. */
  readonly functionName: string;
  /** As it was printed; empty for native code and `<anonymous>`. */
  readonly path: string;
  /** 1-based. */
  readonly line: number | undefined;
  /** 1-based. */
  readonly column: number | undefined;
}

/** A trace longer than this is data, not a stack: reading it all would be felt. */
const maxCharacters = 256 * 1024;
const maxFrames = 500;

const v8 = /^at (?:async )?(?:(?<fn>.+?) \((?<place>.*)\)|(?<bare>\S.*))$/;
const python = /^File "(?<path>[^"]+)", line (?<line>\d+)(?:, in (?<fn>.+))?$/;

/**
 * The frames of `exception.stacktrace`, in the order they were printed: V8's innermost first, Python's
 * innermost last. Lines that are no frame (messages, quoted source, marks) are left out.
 */
export function parseStackTrace(text: string): readonly ParsedFrame[] {
  const lines = text.slice(0, maxCharacters).split('\n', 20 * maxFrames);
  return lines.flatMap((line) => parseFrame(line.trim()) ?? []).slice(0, maxFrames);
}

/**
 * The frames with their places in the workspace. Those of libraries and of the runtime have none, nor have those
 * whose line is not in the file any more.
 */
export async function placeFrames(
  frames: readonly ParsedFrame[],
  files: FileReader,
  service = '',
): Promise<readonly StackFrame[]> {
  return Promise.all(
    frames.map(async (frame) => ({
      text: frame.text,
      functionName: frame.functionName,
      label: labelOf(frame),
      location: await locationOf(frame, files, service),
    })),
  );
}

function parseFrame(line: string): ParsedFrame | undefined {
  // Longer lines are bundled or hostile, and no file's name.
  if (line.length > 5000) return undefined;
  return line.startsWith('at ') ? parseV8(line) : parsePython(line);
}

function parseV8(text: string): ParsedFrame | undefined {
  const groups = v8.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const functionName = (groups['fn'] ?? '').replace(/^async /, '');
  const place = groups['place'] ?? groups['bare'] ?? '';
  // `at new Promise (<anonymous>)`, `at eval (eval at run (…), <anonymous>:1:1)`
  if (/^(?:<anonymous>|native|index \d+|eval at )/.test(place)) return frameOf(text, functionName, '');
  const found = /^(?<path>.*?):(?<line>\d+)(?::(?<column>\d+))?$/.exec(place)?.groups;
  // Prose that begins with "at" has no path.
  if (found === undefined || !/[\\/]|^node:/.test(found['path'] ?? '')) return undefined;
  return frameOf(text, functionName, found['path'] ?? '', found['line'], found['column']);
}

function parsePython(text: string): ParsedFrame | undefined {
  const groups = python.exec(text)?.groups;
  return groups === undefined
    ? undefined
    : frameOf(text, groups['fn'] ?? '', groups['path'] ?? '', groups['line']);
}

function frameOf(
  text: string,
  functionName: string,
  path: string,
  line?: string,
  column?: string,
): ParsedFrame {
  return {
    text,
    functionName: functionName === '<anonymous>' ? '' : functionName,
    path: path === '<anonymous>' ? '' : path,
    line: line === undefined ? undefined : Number(line),
    column: column === undefined ? undefined : Number(column),
  };
}

function labelOf({ path, line, column }: ParsedFrame): string {
  const name = /[^\\/]*$/.exec(path)?.[0] ?? '';
  if (name === '') return '';
  return [name, line, column].filter((part) => part !== undefined).join(':');
}

async function locationOf(
  { path, line, column }: ParsedFrame,
  files: FileReader,
  service: string,
): Promise<StackFrame['location']> {
  if (path === '' || line === undefined || line < 1) return undefined;
  const certainty = fileConfidence(await new PathMapper(files).map(path, service));
  // A frame shows no doubt, so that it must not have any.
  if (certainty === undefined || certainty.confidence === 'low') return undefined;
  const text = await files.readText(certainty.path);
  if (text === undefined || new FileText(text).line(line) === undefined) return undefined;
  return { path: certainty.path, line, ...(column === undefined ? {} : { column }) };
}
