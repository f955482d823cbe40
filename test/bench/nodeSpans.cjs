// The program of the bench of Node capture: starts and ends spans in the ways that cost differently, and prints the
// microseconds of each as one line of JSON. Its argument is a module that stands for a library.
const { SpanKind, trace } = require('@opentelemetry/api');
const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
const { through } = require(process.argv[2]);

new NodeTracerProvider().register();
const own = trace.getTracer('own');
const library = trace.getTracer('@opentelemetry/instrumentation-bench');

const cases = {
  own: () => own.startSpan('own').end(),
  deep: () => deep(30, () => own.startSpan('own').end()),
  wrapped: () => inSpan('wrapped'),
  internal: () => through(1, () => library.startSpan('middleware').end()),
  client: () => through(20, () => library.startSpan('GET', { kind: SpanKind.CLIENT }).end()),
};

function deep(depth, run) {
  if (depth === 0) run();
  else deep(depth - 1, run);
}

function inSpan(name) {
  own.startSpan(name).end();
}

/**
 * Of processor time, which other programs beside it change less than the clock. The best of several rounds: the others had
 * to collect garbage or to wait.
 */
function microseconds(run) {
  const rounds = [];
  for (let round = 0; round < 15; round++) {
    const started = process.cpuUsage();
    for (let i = 0; i < 2000; i++) run();
    const { user, system } = process.cpuUsage(started);
    rounds.push((user + system) / 2000);
  }
  return Math.min(...rounds);
}

// Twice: the first figures are of code that the runtime has not compiled yet.
const measure = () =>
  Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, microseconds(run)]));
measure();
process.stdout.write(`${JSON.stringify(measure())}\n`);
