/** A line of a stack trace that names a place in code. */
export interface ParsedFrame {
  /** As it was printed, trimmed. */
  readonly text: string;
  /** Empty where none is named. */
  readonly functionName: string;
  /** As it was printed, of the JVM with the folders of its package; empty for native code and `<anonymous>`. */
  readonly path: string;
  /** 1-based. */
  readonly line: number | undefined;
  /** 1-based. */
  readonly column: number | undefined;
  /** Where else the file can be, surest first: of an umbrella project's application. */
  readonly otherPaths?: readonly string[];
  /** PHP prints the name of the file alone: the class leads to it. */
  readonly phpClass?: string;
}

/** What a format makes a frame of. */
interface FrameParts {
  readonly functionName?: string | undefined;
  readonly path?: string | undefined;
  readonly line?: string | undefined;
  readonly column?: string | undefined;
  readonly otherPaths?: readonly string[];
  readonly phpClass?: string;
}

export function frameOf(text: string, parts: FrameParts): ParsedFrame {
  const { functionName = '', path = '', line, column, otherPaths, phpClass } = parts;
  return {
    text,
    functionName: functionName === '<anonymous>' ? '' : functionName,
    path: path === '<anonymous>' ? '' : path,
    line: line === undefined ? undefined : Number(line),
    column: column === undefined ? undefined : Number(column),
    ...(otherPaths === undefined ? {} : { otherPaths }),
    ...(phpClass === undefined ? {} : { phpClass }),
  };
}
