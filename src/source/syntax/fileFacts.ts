import type { CodeSymbol } from '../codeSymbol.ts';
import type { Language } from './language.ts';

/**
 * A text of the program as far as it stands in the code: its literal pieces, with something unknown between
 * each two. One piece is a literal; `chat.${model}` is `['chat.', '']`, `"%s publish"` is `['', ' publish']`.
 * What is wholly computed is left out, or `['', '']` where its place matters.
 */
export type TextPattern = readonly string[];

/** Where something stands. All are 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
}

/** What one source file says about spans: what the rungs look things up in. Plain data, to cross threads. */
export interface FileFacts {
  readonly language: Language;
  /** `package` of Java and Go, `namespace` of PHP and C#; empty where there is none. */
  readonly module: string;
  readonly symbols: readonly CodeSymbol[];
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly tracers: readonly TracerFact[];
  readonly spans: readonly SpanFact[];
  readonly routers: readonly RouterFact[];
  readonly routes: readonly RouteFact[];
  readonly mounts: readonly MountFact[];
  readonly services: readonly ServiceFact[];
  readonly consumers: readonly ConsumerFact[];
  readonly statements: readonly StatementFact[];
}

/** `import { a as b } from 'm'` is local b, module m, name a. */
export interface ImportFact {
  readonly local: string;
  /** As written: `./routes/orders.js`, `shop.views`, `github.com/acme/app/orders`, `App\\Http\\OrderController`. */
  readonly module: string;
  /** What is taken from it: `default`, `*` for the whole module, or a name. */
  readonly name: string;
}

/** What a module gives away under another name than its own, or as its only thing. */
export interface ExportFact {
  /** `default` also for `module.exports = x`. */
  readonly name: string;
  readonly local: string;
}

/** `const tracer = trace.getTracer('shop')`, `new ActivitySource("Acme.Orders")`. */
export interface TracerFact {
  /** The variable or field; empty where it has none. */
  readonly variable: string;
  /** The scope name; Python's `__name__` and Java's `Foo.class.getName()` are said in full: `['__name__']`, `['Foo']`. */
  readonly scope: TextPattern;
  readonly place: Place;
}

/** A place that starts spans: a call, a decorator, an annotation, a macro. */
export interface SpanFact {
  /** The span's name, with what the language makes of none (`Class.method`, the function's name). */
  readonly name: TextPattern;
  /** The variable that the call is made on: `tracer`, `this.#tracer` as `tracer`; empty where there is none. */
  readonly tracer: string;
  /** The call; for a decorated or annotated definition, the line of its name. */
  readonly place: Place;
  /** Dotted name of the definition it is in, or which it decorates; empty at the top. */
  readonly within: string;
}

/** Who handles a request, a message or a call. */
export type HandlerRef =
  /** A function written on the spot, or the definition that is decorated: the line of its name, else its first. */
  | { readonly type: 'here'; readonly place: Place; readonly name: string }
  /** A name to look up: `showUser`, `views.show`, `UsersController.show`, `users#show`, `App\\UserController::show`. */
  | {
      readonly type: 'name';
      readonly name: string;
      /** What a function of that name was given; where one is a function too, that handles: `authed(s.show)`. */
      readonly given?: readonly string[];
      /** The name is that of a method without a body: what implements it handles. */
      readonly abstract?: true;
    }
  | { readonly type: 'unknown' };

/** Something that routes are registered on: a variable or class, with the prefix that it gives to all of them. */
export interface RouterFact {
  /** `router`, `bp`, `UsersController`. */
  readonly name: string;
  /** `APIRouter(prefix="/x")`, `@Controller('cats')`, `@RequestMapping("/x")` of a class; `['']` for none. */
  readonly prefix: TextPattern;
  readonly place: Place;
}

/** A route as it is registered. */
export interface RouteFact {
  /** Upper case; empty for any. */
  readonly methods: readonly string[];
  /** In the framework's own syntax, without the prefix of its router. A regular expression keeps its text. */
  readonly path: TextPattern;
  /** The router it is registered on, as the file calls it; empty where there is none. */
  readonly router: string;
  /** Name of the function around it, since routers are often its parameter; empty at the top. */
  readonly within: string;
  readonly handler: HandlerRef;
  /** `express`, `fastapi`, `spring`, …, or the language where several are written alike. */
  readonly framework: string;
  /** Where frameworks name routes (Symfony). */
  readonly name?: string;
  /** The registration: the call, or the decorator. */
  readonly place: Place;
}

/** Routes of another router under a prefix: `app.use('/api', router)`, `include_router(r, prefix="/x")`. */
export interface MountFact {
  readonly parent: string;
  /** What is mounted: a local name, a dotted module (`shop.urls`), or a path (`./routes/orders`). */
  readonly child: string;
  readonly prefix: TextPattern;
  /** Name of the function around it; empty at the top. */
  readonly within: string;
  readonly place: Place;
}

/** An implementation of an RPC service that is registered by hand: `server.addService(pb.Shop.service, {…})`. */
export interface ServiceFact {
  /** As written, for example `pb.Shop.service`. */
  readonly service: string;
  readonly methods: readonly { readonly name: string; readonly handler: HandlerRef; readonly place: Place }[];
}

/** Who takes messages of a queue or topic, or runs a task of a name. */
export interface ConsumerFact {
  readonly destination: TextPattern;
  readonly handler: HandlerRef;
  readonly place: Place;
}

/** A statement of SQL as a literal: its text, with what is put in as unknown. */
export interface StatementFact {
  readonly text: TextPattern;
  /** The call it is an argument of, or else the literal. */
  readonly place: Place;
  readonly within: string;
}
