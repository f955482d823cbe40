import { fileURLToPath } from 'node:url';
import { SpanKind } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace-node';
import {
  ATTR_CODE_COLUMN_NUMBER,
  ATTR_CODE_FILE_PATH,
  ATTR_CODE_FUNCTION_NAME,
  ATTR_CODE_LINE_NUMBER,
} from '@opentelemetry/semantic-conventions';

/**
 * Says on each span which line of this program started it. A SERVER span is started by the HTTP server, long
 * before a handler is chosen, so the router puts the handler's place on it.
 */
export class CodeLocationProcessor implements SpanProcessor {
  onStart(span: Span): void {
    if (span.kind === SpanKind.SERVER || span.attributes[ATTR_CODE_FILE_PATH] !== undefined) return;
    span.setAttributes(callerLocation());
  }

  onEnd(): void {
    // What there is to say was said at the start.
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

/** `code.*` of the innermost frame that lies in one of the services; nothing where there is none. */
export function callerLocation(): Record<string, string | number> {
  const frame = callSites().find(isServiceCode);
  if (frame === undefined) return {};
  const name = functionName(frame);
  return {
    [ATTR_CODE_FILE_PATH]: pathOf(frame),
    [ATTR_CODE_LINE_NUMBER]: frame.getLineNumber() ?? 1,
    [ATTR_CODE_COLUMN_NUMBER]: frame.getColumnNumber() ?? 1,
    ...(name === undefined ? {} : { [ATTR_CODE_FUNCTION_NAME]: name }),
  };
}

const services = fileURLToPath(new URL('../services/', import.meta.url));

function callSites(): NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 64;
    Error.prepareStackTrace = (_, sites) => sites;
    return new Error().stack as unknown as NodeJS.CallSite[];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function isServiceCode(site: NodeJS.CallSite): boolean {
  return pathOf(site).startsWith(services);
}

function pathOf(site: NodeJS.CallSite): string {
  const name = site.getFileName() ?? '';
  return name.startsWith('file:') ? fileURLToPath(name) : name;
}

/** `Cache.get`, `charge`; `undefined` for a function without a name. */
function functionName(site: NodeJS.CallSite): string | undefined {
  const name = site.getFunctionName();
  if (name === null || name === '') return undefined;
  const type = site.isToplevel() || site.isAsync() ? null : site.getTypeName();
  return type === null || type === 'Object' || name.startsWith(`${type}.`) ? name : `${type}.${name}`;
}
