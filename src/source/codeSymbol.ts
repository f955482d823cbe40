/** A definition in a source file: a function, method, class, or a function that a name was given. */
export interface CodeSymbol {
  readonly name: string;
  /** Names of the classes, functions, objects and namespaces around it, from the outermost. */
  readonly containers: readonly string[];
  /** 1-based, of the name itself: below its decorators. */
  readonly line: number;
  readonly column: number;
  /** Last line of the definition. */
  readonly endLine?: number;
  /** First line of the definition with its decorators or annotations. */
  readonly startLine?: number;
  /** Whether it is a class, struct, trait, interface, module or enum rather than a function. */
  readonly isType?: boolean;
  /** What a type is derived from or implements, as written: `ShopServiceServicer`, `pb.UnimplementedShopServer`. */
  readonly bases?: readonly string[];
}
