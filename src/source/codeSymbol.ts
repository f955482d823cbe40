/** A definition in a source file: a function, method, class, or a function that a name was given. */
export interface CodeSymbol {
  readonly name: string;
  /** Names of the classes, functions, objects and namespaces around it, from the outermost. */
  readonly containers: readonly string[];
  /** 1-based, of the name itself: below its decorators. */
  readonly line: number;
  readonly column: number;
}
