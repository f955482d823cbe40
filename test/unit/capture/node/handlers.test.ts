import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CapturedProgram, node20 } from './capturedProgram.ts';

let program: CapturedProgram;

beforeAll(async () => {
  program = await CapturedProgram.make();
  await program.write({
    'app/node_modules/router/index.js': router,
    'app/instrumentation.cjs': instrumentation,
  });
});

afterAll(() => program.remove());

const nodes: readonly (readonly [string, string | undefined])[] = [
  ['this Node', process.execPath],
  ['Node 20', node20],
];

describe.each(nodes)('%s', (_, node) => {
  test.skipIf(node === undefined)(
    'a SERVER span is on its handler, or where that is registered',
    async () => {
      await program.write({
        'app/handlers.js': handlers,
        'app/routes.js': routes,
        'app/node_modules/feature/index.js': `
exports.register = (router) => router.get('/feature', (req, res) => res.end());
`,
      });
      expect(await program.run('routes.js', node === undefined ? {} : { node })).toMatchInlineSnapshot(`
        "
        /named → handlers.js:1:31 named
        /inline → routes.js:7:23
        /wrapped → routes.js:8:8
        /several → routes.js:9:57 last
        /refused → routes.js:3:51 refuse
        /bound → handlers.js:2:45 list
        /feature → -
        /none → -
        "
      `);
    },
  );
});

test('a server without a framework is on the function it was given', async () => {
  await program.write({
    'app/plain.js': `
const { createServer } = require('node:http');
const { ask } = require('./instrumentation.cjs');
const server = createServer(function answer(req, res) { res.end(); });
ask(server, ['/', '/again']);
`,
    'app/wrapping.js': `
const { createServer } = require('node:http');
const { ask } = require('./instrumentation.cjs');
const logged = (handle) => (req, res) => handle(req, res);
ask(createServer(logged((req, res) => res.end())), ['/']);
`,
  });
  expect((await program.run('plain.js')) + (await program.run('wrapping.js'))).toMatchInlineSnapshot(`
    "
    / → plain.js:3:44 answer (serves?)
    /again → plain.js:3:44 answer (serves?)

    / → -
    "
  `);
});

/** A little of what the package of that name is: layers of routes, each with a function. */
const router = `
class Layer {
  constructor(handle) { this.handle = handle; }
  handleRequest(req, res, next) { this.handle(req, res, next); }
}
class Route {
  constructor(path) { this.path = path; this.stack = []; }
  dispatch(req, res, at = 0) { this.stack[at].handleRequest(req, res, () => this.dispatch(req, res, at + 1)); }
}
Route.prototype.get = function (...handles) { for (const it of handles.flat()) this.stack.push(new Layer(it)); };
module.exports = function Router() {
  const all = [];
  const self = (req, res) => {
    const route = all.find((it) => it.path === req.url);
    if (route) route.dispatch(req, res); else res.end();
  };
  self.get = (path, ...handles) => { const route = new Route(path); all.push(route); route.get(...handles); };
  return self;
};
module.exports.Route = Route;
`;

/** What the instrumentation of http does: a SERVER span around each request, known to the context. */
const instrumentation = `
const { context, createContextKey, SpanKind, trace } = require('@opentelemetry/api');
const http = require('node:http');
const tracer = trace.getTracer('@opentelemetry/instrumentation-http');
const key = createContextKey('OpenTelemetry SDK Context Key RPC_METADATA');
const { emit } = http.Server.prototype;
http.Server.prototype.emit = function (event, req, res) {
  if (event !== 'request') return emit.apply(this, arguments);
  const span = tracer.startSpan(req.url, { kind: SpanKind.SERVER });
  res.on('close', () => span.end());
  return context.with(context.active().setValue(key, { type: 'http', span }), () => emit.apply(this, arguments));
};
exports.ask = (server, paths) => server.listen(0, '127.0.0.1', async () => {
  for (const path of paths) await (await fetch('http://127.0.0.1:' + server.address().port + path)).text();
  server.closeAllConnections();
  server.close();
});
`;

const handlers = `
exports.named = function named(req, res) { res.end(); };
class Orders { prefix = 'orders'; async list(req, res) { res.end(this.prefix); } }
exports.orders = new Orders();
`;

const routes = `
const { ask } = require('./instrumentation.cjs');
const Router = require('router');
const pass = (req, res, next) => next(), refuse = (req, res) => res.end();
const handlers = require('./handlers');
const router = Router(), asyncHandler = (work) => (req, res) => Promise.resolve(work(req, res));
router.get('/named', handlers.named);
router.get('/inline', (req, res) => res.end());
router.get('/wrapped', asyncHandler((req, res) => res.end()));
router.get('/several', [pass, pass], async function last(req, res) { res.end(); });
router.get('/refused', refuse, (req, res) => res.end());
router.get('/bound', handlers.orders.list.bind(handlers.orders));
require('feature').register(router);
ask(require('node:http').createServer(router), ['/named', '/inline', '/wrapped', '/several', '/refused', '/bound', '/feature', '/none']);
`;

test('a handler that instrumentation has put a function of its own for', async () => {
  await program.write({
    'app/node_modules/@koa/router/index.js': koaRouter,
    'app/koa.js': `
const { ask } = require('./instrumentation.cjs');
const Router = require('@koa/router');
const inner = new Router(), outer = new Router();
inner.get('/cats', async function cats(ctx) { ctx.res.end(); });
outer.use('/v1', inner.routes());
outer.get('/own', (ctx) => ctx.res.end());
const serve = outer.routes();
for (const layer of serve.router.stack) layer.stack = layer.stack.map((it) => function instrumented(ctx) { return it(ctx); });
ask(require('node:http').createServer((req, res) => serve({ req, res })), ['/v1/cats', '/own', '/none']);
`,
    'app/fastify.js': `
const { channel } = require('node:diagnostics_channel');
const { ask } = require('./instrumentation.cjs');
const instance = {
  [Symbol('fastify.hooks')]: { onRoute: [(route) => { const { handler } = route; route.handler = (...args) => handler(...args); }] },
};
channel('fastify.initialization').publish({ fastify: instance });
const route = { method: 'GET', url: '/cats', handler: async function cats(req, res) { res.end(); } };
for (const hook of instance[Object.getOwnPropertySymbols(instance)[0]].onRoute) hook(route);
ask(require('node:http').createServer((request, res) => {
  channel('tracing:fastify.request.handler:start').publish({ request, route });
  route.handler(request, res);
}), ['/cats']);
`,
  });
  const pictures = [await program.run('koa.js'), await program.run('fastify.js')];
  expect(pictures.join('')).toMatchInlineSnapshot(`
    "
    /v1/cats → koa.js:4:39 cats
    /own → koa.js:6:19
    /none → koa.js:9:39 (serves?)

    /cats → fastify.js:7:74 cats
    "
  `);
});

const koaRouter = `
class Router {
  stack = [];
  get(path, handle) { this.register(path, ['GET'], [handle]); }
  register(path, methods, stack) { this.stack.push({ path, methods, stack }); }
  use(prefix, { router }) {
    for (const it of router.stack) this.stack.push({ ...it, path: prefix + it.path, stack: [...it.stack] });
  }
  match(path) {
    const pathAndMethod = this.stack.filter((it) => it.path === path);
    return { route: pathAndMethod.length > 0, pathAndMethod };
  }
  routes() {
    const dispatch = (ctx) => {
      const { route, pathAndMethod } = this.match(ctx.req.url);
      return route ? pathAndMethod[0].stack.at(-1)(ctx) : ctx.res.end();
    };
    return Object.assign(dispatch, { router: this });
  }
}
module.exports = Router;
`;
