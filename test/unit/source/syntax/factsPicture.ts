import type { Facts } from '../../../../src/source/syntax/analyser.ts';
import { FactsReader } from '../../../../src/source/syntax/factsReader.ts';
import type { FileFacts, HandlerRef, Place, TextPattern } from '../../../../src/source/syntax/fileFacts.ts';
import { wasmDirectory } from '../pictures.ts';

type Kind = Exclude<keyof Facts, 'module'> | 'module';

const reader = new FactsReader(wasmDirectory);

/**
 * The facts of a snippet, a line each, in the order of `FileFacts`; of the kinds that are named, or of all. Lines of
 * the snippet count from 1 after the first line break, and its common indentation is taken off.
 *
 * `span 'chat.*' on tracer in Chat.ask 3:5-9`: a name with something unknown in it, the tracer's variable, what it is in,
 * line and column, and the last line where that is another.
 */
export async function factsPicture(
  path: string,
  snippet: string,
  ...kinds: readonly Kind[]
): Promise<string> {
  const facts = await reader.factsOf(path, dedent(snippet));
  if (facts === undefined) return 'no facts';
  return pictureOfFacts(facts, kinds) || 'nothing';
}

export function pictureOfFacts(facts: FileFacts, kinds: readonly Kind[] = []): string {
  return Object.entries(linesOf(facts))
    .filter(([kind]) => kinds.length === 0 || kinds.includes(kind as Kind))
    .flatMap(([, lines]) => lines)
    .join('\n');
}

/** A snippet as it would stand in a file of its own. */
export function dedent(snippet: string): string {
  const lines = snippet
    .replace(/^\r?\n/, '')
    .replace(/\n[ \t]*$/, '\n')
    .split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const least = Math.min(...indents, 100);
  return lines.map((line) => line.slice(least)).join('\n');
}

function linesOf(facts: FileFacts): Record<Kind, readonly string[]> {
  return {
    module: facts.module === '' ? [] : [`module ${facts.module}`],
    symbols: facts.symbols.map((symbol) => {
      const name = [...symbol.containers, symbol.name].join('.');
      const bases = symbol.bases === undefined ? '' : ` of ${symbol.bases.join(', ')}`;
      const start =
        symbol.startLine === undefined || symbol.startLine === symbol.line ? '' : `${symbol.startLine}<`;
      const end = symbol.endLine === undefined || symbol.endLine === symbol.line ? '' : `-${symbol.endLine}`;
      return `${symbol.isType ? 'type' : 'symbol'} ${name}${bases} ${start}${symbol.line}:${symbol.column}${end}`;
    }),
    imports: facts.imports.map(({ local, module, name }) => `import ${local} = ${module} # ${name}`),
    exports: facts.exports.map(({ name, local }) => `export ${name} = ${local}`),
    tracers: facts.tracers.map(
      ({ variable, scope, place }) => `tracer ${variable} ${text(scope)} ${at(place)}`,
    ),
    spans: facts.spans.map(
      ({ name, tracer, within, place }) => `span ${text(name)}${on(tracer)}${inside(within)} ${at(place)}`,
    ),
    routers: facts.routers.map(({ name, prefix, place }) => `router ${name} ${text(prefix)} ${at(place)}`),
    routes: facts.routes.map(({ methods, path, router, within, handler, framework, name, place }) => {
      const named = name === undefined ? '' : ` named ${name}`;
      const verb = methods.length === 0 ? 'ANY' : methods.join(',');
      const rest = `${on(router)}${inside(within)}${named} -> ${handlerText(handler)} (${framework})`;
      return `route ${verb} ${text(path)}${rest} ${at(place)}`;
    }),
    mounts: facts.mounts.map(
      ({ parent, child, prefix, within, place }) =>
        `mount ${child} at ${text(prefix)}${on(parent)}${inside(within)} ${at(place)}`,
    ),
    services: facts.services.flatMap(({ service, methods }) => [
      `service ${service}`,
      ...methods.map(({ name, handler, place }) => `  ${name} -> ${handlerText(handler)} ${at(place)}`),
    ]),
    consumers: facts.consumers.map(
      ({ destination, handler, place }) =>
        `consumer ${text(destination)} -> ${handlerText(handler)} ${at(place)}`,
    ),
    statements: facts.statements.map(
      (statement) =>
        `statement ${text(statement.text.map((piece) => piece.replace(/\s+/g, ' ')))}${inside(statement.within)} ${at(statement.place)}`,
    ),
  };
}

function text(pattern: TextPattern): string {
  return `'${pattern.join('*')}'`;
}

function on(receiver: string): string {
  return receiver === '' ? '' : ` on ${receiver}`;
}

function inside(within: string): string {
  return within === '' ? '' : ` in ${within}`;
}

function at({ line, column, endLine }: Place): string {
  return `${line}:${column}${endLine === line ? '' : `-${endLine}`}`;
}

function handlerText(handler: HandlerRef): string {
  switch (handler.type) {
    case 'here':
      return `here${handler.name === '' ? '' : ` ${handler.name}`} ${at(handler.place)}`;
    case 'name':
      return handler.name;
    case 'unknown':
      return 'unknown';
  }
}
