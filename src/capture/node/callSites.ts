/**
 * The frames below `cut`, innermost first. The program's own `Error.prepareStackTrace` and `stackTraceLimit` are out of
 * force for this one stack only.
 */
export function callSites(limit: number, cut: (...args: never[]) => unknown): readonly NodeJS.CallSite[] {
  const limitBefore = Error.stackTraceLimit;
  const prepareBefore = Error.prepareStackTrace;
  const hadPrepare = Object.hasOwn(Error, 'prepareStackTrace');
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = asTheyAre;
    Error.captureStackTrace(holder, cut);
    // V8 makes the frames when they are first read.
    const sites = holder.stack;
    return Array.isArray(sites) ? sites : [];
  } finally {
    Error.stackTraceLimit = limitBefore;
    if (hadPrepare) Error.prepareStackTrace = prepareBefore;
    else Reflect.deleteProperty(Error, 'prepareStackTrace');
  }
}

function asTheyAre(_error: Error, sites: NodeJS.CallSite[]): NodeJS.CallSite[] {
  return sites;
}
