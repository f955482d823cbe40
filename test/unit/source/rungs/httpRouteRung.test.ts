import { expect, test } from 'vitest';
import type { Evidence } from '../../../../src/shared/evidence.ts';
import type { Site } from '../../../../src/shared/site.ts';
import { DefinitionFinder } from '../../../../src/source/definitionFinder.ts';
import { HttpRouteRung } from '../../../../src/source/rungs/httpRouteRung.ts';
import { siteOf } from '../pictures.ts';
import { around, placed, table, workspace } from './workspace.ts';

const rung = new HttpRouteRung(new DefinitionFinder());

/** `GET /users/:id` as an instrumented server tells it. */
function request(
  text: string,
  evidence: Evidence = {},
  parts: { service?: string; scope?: string } = {},
): Site {
  const [method = '', route = ''] = text.split(' ');
  const said = { 'http.request.method': method, 'http.route': route, ...evidence };
  return siteOf({}, { kind: 'server', name: text, evidence: said, ...parts });
}

function requests(...texts: readonly string[]): Record<string, Site> {
  return Object.fromEntries(texts.map((text) => [text, request(text)]));
}

const express = {
  'src/app.js': `
const express = require('express');
const orders = require('./routes/orders');
const { showHealth } = require('./health');
const app = express();
app.get('/health', showHealth);
app.use('/api', orders);
app.get('/items/special', (req, res) => res.end());
app.get('/items/:id', (req, res) => res.end());
`,
  'src/health.js': `
exports.showHealth = function showHealth(req, res) {
  res.end();
};
`,
  'src/routes/orders.js': `
const { Router } = require('express');
const controller = require('../controllers/orders');
const router = Router();
router.get('/orders/:id', controller.show);
router.post('/orders', (req, res) => {
  res.end();
});
module.exports = router;
`,
  'src/controllers/orders.js': `
exports.list = (req, res) => res.end();
exports.show = async (req, res) => {
  res.end();
};
`,
};

test('the definition of a handler first, then its registration; mounts of other files before the route', async () => {
  expect(
    await table(
      rung,
      workspace(express),
      requests(
        'GET /health',
        'GET /api/orders/:id',
        'POST /api/orders',
        'DELETE /api/orders',
        'GET /api/nothing',
        'GET /orders/:id',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "
    GET /health → src/health.js:2 high, src/app.js:6 medium
    GET /api/orders/:id → src/controllers/orders.js:3 high, src/routes/orders.js:5 medium
    POST /api/orders → src/routes/orders.js:6 high
    DELETE /api/orders → none
    GET /api/nothing → none
    GET /orders/:id → src/controllers/orders.js:3 medium, src/routes/orders.js:5 low
    "
  `);
});

test('where no route is told: the name, a handler below, the path', async () => {
  const context = workspace(express);
  const bare = (name: string, evidence: Evidence = {}) => siteOf({}, { kind: 'server', name, evidence });
  expect(
    await table(rung, context, {
      'the name': bare('GET /api/orders/:id'),
      'a path': bare('GET', { 'url.path': '/api/orders/*' }),
      'a static path before a parameter': bare('GET', { 'url.path': '/items/special' }),
      'a parameter': bare('GET', { 'url.path': '/items/other' }),
      'an id is no static segment': bare('GET', { 'url.path': '/items/*' }),
      'a path of nobody': bare('GET', { 'url.path': '/favicon.ico' }),
      nothing: bare('GET'),
    }),
  ).toMatchInlineSnapshot(`
    "
    the name → src/controllers/orders.js:3 high, src/routes/orders.js:5 medium
    a path → src/controllers/orders.js:3 high, src/routes/orders.js:5 medium
    a static path before a parameter → src/app.js:8 high
    a parameter → src/app.js:9 high
    an id is no static segment → src/app.js:9 high
    a path of nobody → none
    nothing → none
    "
  `);
  const handler = siteOf(
    {},
    {
      name: 'request handler - /api/orders/:id',
      scope: '@opentelemetry/instrumentation-router',
      evidence: { 'http.route': '/api/orders/:id' },
    },
  );
  const middleware = siteOf(
    {},
    { name: 'middleware - query', evidence: { 'http.route': '/health', 'express.type': 'middleware' } },
  );
  expect(
    await placed(rung, bare('GET'), around(context, { descendants: [middleware, handler] })),
  ).toMatchInlineSnapshot(`
    "src/controllers/orders.js:3 high
    src/routes/orders.js:5 medium"
  `);
});

test('a span of a framework that is the handler has its line, with the method of the request above', async () => {
  const handler = siteOf(
    {},
    {
      name: 'request handler - /api/orders/:id',
      evidence: { 'express.type': 'request_handler', 'http.route': '/api/orders/:id' },
    },
  );
  const context = around(workspace(express), { ancestors: [[request('GET /api/orders/:id')]] });
  expect(await placed(rung, handler, context)).toMatchInlineSnapshot(`
    "src/controllers/orders.js:3 high
    src/routes/orders.js:5 medium"
  `);
  const middleware = { ...handler, evidence: { ...handler.evidence, 'express.type': 'middleware' } };
  expect(await placed(rung, middleware, context)).toBe('none');
});

test('routers of Python with their prefixes', async () => {
  const context = workspace({
    'shop/main.py': `
from fastapi import FastAPI
from .routers import orders
from .admin import admin

app = FastAPI()
app.include_router(orders.router, prefix="/v1")
app.mount("/admin", admin)
`,
    'shop/admin.py': 'from fastapi import FastAPI\nadmin = FastAPI()\n',
    'shop/routers/__init__.py': '',
    'shop/routers/orders.py': `
from fastapi import APIRouter

router = APIRouter(prefix="/orders")

@router.get("/{order_id}")
async def show_order(order_id: str):
    return {}

@router.get("/{order_id}/items")
@some.decorator
def items(order_id: str):
    return []
`,
  });
  expect(
    await table(
      rung,
      context,
      requests(
        'GET /v1/orders/{order_id}',
        'GET /v1/orders/{order_id}/items',
        'GET /admin',
        'PUT /v1/orders/{order_id}',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "
    GET /v1/orders/{order_id} → shop/routers/orders.py:7 high, shop/routers/orders.py:6 medium
    GET /v1/orders/{order_id}/items → shop/routers/orders.py:12 high, shop/routers/orders.py:10 medium
    GET /admin → shop/main.py:8 medium
    PUT /v1/orders/{order_id} → none
    "
  `);
});

test('two routes that are alike are told apart by the service, its language and its folder, or not at all', async () => {
  const context = workspace({
    'cart-service/app.js':
      "const app = require('express')();\napp.get('/items/:id', (req, res) => res.end());\n",
    'stock/app.js': "const app = require('express')();\napp.get('/items/:id', (req, res) => res.end());\n",
    'stock/app.py':
      'from flask import Flask\napp = Flask(__name__)\n@app.get("/items/<id>")\ndef item(id):\n    return ""\n',
  });
  const node = { 'telemetry.sdk.language': 'nodejs' };
  const inFolder = { ...node, 'process.working_directory': '/w/stock' };
  expect(
    await table(rung, context, {
      'by folder': request('GET /items/:id', node, { service: 'cart' }),
      'by working directory': request('GET /items/:id', inFolder, { service: 'x' }),
      'by language': request('GET /items/:id', { 'telemetry.sdk.language': 'python' }, { service: 'x' }),
      'not at all': request('GET /items/:id', node, { service: 'x' }),
    }),
  ).toMatchInlineSnapshot(`
    "
    by folder → cart-service/app.js:2 high
    by working directory → stock/app.js:2 high
    by language → stock/app.py:4 high, stock/app.py:3 medium
    not at all → cart-service/app.js:2 low, stock/app.js:2 low
    "
  `);
});

test('the end of a route, where a prefix is not in the code, is less sure the less it says', async () => {
  const context = workspace({
    'a.js':
      "const router = require('express').Router();\nrouter.get('/orders/:id', (q, r) => r.end());\nrouter.get('/:id', (q, r) => r.end());\n",
  });
  expect(
    await table(
      rung,
      context,
      requests('GET /api/orders/:id', 'GET /api/x/:id', 'GET /orders/:id', 'GET /:id', 'GET /api'),
    ),
  ).toMatchInlineSnapshot(`
    "
    GET /api/orders/:id → a.js:2 medium
    GET /api/x/:id → none
    GET /orders/:id → a.js:2 high
    GET /:id → a.js:3 high
    GET /api → none
    "
  `);
});

test('routers that are mounted on one another come to an end', async () => {
  const context = workspace({
    'a.js': `
const { Router } = require('express');
const a = Router();
const b = Router();
a.use('/b', b);
b.use('/a', a);
b.get('/x', (q, r) => r.end());
`,
  });
  expect(await placed(rung, request('GET /b/x'), context)).toMatchInlineSnapshot(`"a.js:7 high"`);
});

test('factories of routers, routers of routers, and controllers that hand out an object', async () => {
  const context = workspace({
    'app.js': `const express = require('express');
const app = express();
app.use('/users', require('./routes/users')(db));
app.use('/api', require('./api'));
app.get('/', (req, res) => res.end());
`,
    'routes/users.js': `const express = require('express');
module.exports = (db) => {
  const router = express.Router();
  router.get('/', (req, res) => res.end());
  router.get('/:id', load, show);
  function show(req, res) {}
  return router;
};
`,
    'api/index.js': `const { Router } = require('express');
const router = Router();
router.use('/v1', require('./v1'));
router.get('/', function root(req, res) {});
module.exports = router;
`,
    'api/v1.js': `const { Router } = require('express');
const items = require('../controllers/items.controller');
const router = Router();
router.route('/items').get(items.list).post(items.create);
router.get('/', (req, res) => {});
module.exports = router;
`,
    'controllers/items.controller.js': `const list = async (req, res) => {};
class X {}
module.exports = { list, create(req, res) {} };
`,
  });
  expect(
    await table(
      rung,
      context,
      requests(
        'GET /',
        'GET /users',
        'GET /users/',
        'GET /users/:id',
        'GET /api/v1/items',
        'POST /api/v1/items',
        'GET /api/v1',
        'GET /api',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "
    GET / → app.js:5 high
    GET /users → routes/users.js:4 high
    GET /users/ → routes/users.js:4 high
    GET /users/:id → routes/users.js:6 high, routes/users.js:5 medium
    GET /api/v1/items → controllers/items.controller.js:1 high, api/v1.js:4 medium
    POST /api/v1/items → controllers/items.controller.js:3 high, api/v1.js:4 medium
    GET /api/v1 → api/v1.js:5 high
    GET /api → api/index.js:4 high
    "
  `);
});

test('the router that a field of an instance holds', async () => {
  const context = workspace({
    'server.ts': `import express from 'express';
import { OrdersController } from './orders';
const app = express();
const orders = new OrdersController();
app.use('/api/orders', orders.router);
`,
    'orders.ts': `import { Router } from 'express';
export class OrdersController {
  readonly router = Router();
  constructor() {
    this.router.post('/', wrap(this.place));
  }
  place = async (req, res) => {};
}
`,
  });
  expect(await placed(rung, request('POST /api/orders'), context)).toMatchInlineSnapshot(`
    "orders.ts:7 high
    orders.ts:5 medium"
  `);
});

test('routers behind barrels, methods of instances, routers of Hono and Koa', async () => {
  const context = workspace({
    'src/server.ts': `import express from 'express';
import { usersRouter } from './users';
import ordersRouter from './orders/orders.router';
const app = express();
app.use('/users', usersRouter);
app.use('/orders', ordersRouter.build());
`,
    'src/users/index.ts': `export * from './users.router';\n`,
    'src/users/users.router.ts': `import { Router } from 'express';
import { UsersController } from './users.controller';
const controller = new UsersController();
export const usersRouter = Router();
usersRouter.get('/:id', controller.show.bind(controller));
usersRouter.delete('/:id', (req, res) => controller.remove(req, res));
`,
    'src/users/users.controller.ts': `export class UsersController {
  async show(req: Request, res: Response) {}
  remove(req: Request, res: Response) {}
}
`,
    'src/orders/orders.router.ts': `import { Router } from 'express';
class OrdersRouter {
  build() { const r = Router(); r.get('/:orderId', this.show); return r; }
  show = async (req, res) => {};
}
export default new OrdersRouter();
`,
    'src/hono.ts': `import { Hono } from 'hono';
const books = new Hono();
books.get('/:id', (c) => c.text('x'));
const app = new Hono().basePath('/lib');
app.route('/books', books);
`,
    'src/koa.ts': `import Router from '@koa/router';
const router = new Router({ prefix: '/koa' });
router.get('named', '/things/:id', show);
async function show(ctx) {}
`,
  });
  expect(
    await table(
      rung,
      context,
      requests('GET /users/:id', 'DELETE /users/:id', 'GET /lib/books/:id', 'GET /koa/things/:id'),
    ),
  ).toMatchInlineSnapshot(`
    "
    GET /users/:id → src/users/users.controller.ts:2 high, src/users/users.router.ts:5 medium
    DELETE /users/:id → src/users/users.router.ts:6 high
    GET /lib/books/:id → src/hono.ts:3 high
    GET /koa/things/:id → src/koa.ts:4 high, src/koa.ts:3 medium
    "
  `);
});

test('groups and routers that are handed to functions, in the file and in other packages', async () => {
  const context = workspace({
    'go.mod': 'module example.org/app\n',
    'main.go': `package main

import (
	"example.org/app/orders"
	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.Default()
	v1 := r.Group("/v1")
	orders.Register(v1.Group("/orders"))
	admin := v1.Group("/admin")
	{
		admin.GET("/users/:id", showUser)
	}
}

func showUser(c *gin.Context) {}
`,
    'orders/routes.go': `package orders

import "github.com/gin-gonic/gin"

func Register(r *gin.RouterGroup) {
	h := &Handler{}
	r.GET("/:id", h.Show)
	r.POST("", h.create)
}
`,
    'orders/handler.go': `package orders

type Handler struct{}

func (h *Handler) Show(c *gin.Context) {}
func (h *Handler) create(c *gin.Context) {}
`,
    'chi/main.go': `package chi

func routes() http.Handler {
	r := chi.NewRouter()
	r.Route("/articles", func(r chi.Router) {
		r.Get("/", list)
		r.Route("/{id}", func(r chi.Router) {
			r.Get("/", get)
		})
	})
	r.Mount("/adm", adminRouter())
	return r
}

func adminRouter() http.Handler {
	r := chi.NewRouter()
	r.Get("/stats", stats)
	return r
}

func list(w http.ResponseWriter, r *http.Request) {}
func get(w http.ResponseWriter, r *http.Request) {}
func stats(w http.ResponseWriter, r *http.Request) {}
`,
  });
  expect(
    await table(
      rung,
      context,
      requests(
        'GET /v1/admin/users/:id',
        'GET /v1/orders/:id',
        'POST /v1/orders',
        'GET /articles/',
        'GET /articles/{id}',
        'GET /adm/stats',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "
    GET /v1/admin/users/:id → main.go:18 high, main.go:14 medium
    GET /v1/orders/:id → orders/handler.go:5 high, orders/routes.go:7 medium
    POST /v1/orders → orders/handler.go:6 high, orders/routes.go:8 medium
    GET /articles/ → chi/main.go:21 high, chi/main.go:6 medium
    GET /articles/{id} → chi/main.go:22 high, chi/main.go:8 medium
    GET /adm/stats → chi/main.go:23 high, chi/main.go:17 medium
    "
  `);
});

test('what a package of Go mounts in other files: functions, methods, and handlers that are put in others', async () => {
  const context = workspace({
    'go.mod': 'module example.org/app\n',
    'web/router.go': `package web

func New(orders *orderHandler) http.Handler {
	r := chi.NewRouter()
	r.Mount("/orders", orderRoutes(orders))
	users := userRoutes{}
	users.register(r.Route("/users", nil))
	tags := newTags()
	tags.register(r.Route("/tags", nil))
	r.Put("/lock", guarded(orders.lock))
	r.Put("/open", guarded(deps.orders.open))
	r.Put("/shut", shut(deps.store))
	return r
}

func guarded(h http.HandlerFunc) http.HandlerFunc { return h }
func shut(s *Store) http.HandlerFunc { return nil }
`,
    'web/orders.go': `package web

type orderHandler struct{}

func orderRoutes(h *orderHandler) http.Handler {
	r := chi.NewRouter()
	r.Get("/", h.list)
	r.Get("/{id}", h.show)
	return r
}

func (h *orderHandler) list(w http.ResponseWriter, r *http.Request) {}
func (h *orderHandler) show(w http.ResponseWriter, r *http.Request) {}
func (h *orderHandler) lock(w http.ResponseWriter, r *http.Request) {}
func (h *orderHandler) open(w http.ResponseWriter, r *http.Request) {}
`,
    'web/users.go': `package web

type userRoutes struct{}

func (u userRoutes) register(r chi.Router) {
	r.Get("/{id}", u.show)
}

func (u userRoutes) show(w http.ResponseWriter, r *http.Request) {}
`,
    'web/tags.go': `package web

type tags struct{}

func newTags() *tags { return &tags{} }

func (t *tags) register(r chi.Router) {
	r.Get("/{id}", t.show)
}

func (t *tags) show(w http.ResponseWriter, r *http.Request) {}
`,
    'carts/routes.go': `package carts

func (s *Server) routes(r *mux.Router) {
	carts := r.PathPrefix("/carts").Subrouter()
	carts.HandleFunc("", s.all).Methods("GET")
}

func (s *Server) all(w http.ResponseWriter, r *http.Request) {}
`,
  });
  expect(
    await table(
      rung,
      context,
      requests(
        'GET /orders/',
        'GET /orders/{id}',
        'GET /users/{id}',
        'GET /tags/{id}',
        'PUT /lock',
        'PUT /open',
        'PUT /shut',
        'GET /carts',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "
    GET /orders/ → web/orders.go:12 high, web/orders.go:7 medium
    GET /orders/{id} → web/orders.go:13 high, web/orders.go:8 medium
    GET /users/{id} → web/users.go:9 high, web/users.go:6 medium
    GET /tags/{id} → web/tags.go:11 high, web/tags.go:8 medium
    PUT /lock → web/orders.go:14 medium, web/router.go:10 medium
    PUT /open → web/router.go:11 high
    PUT /shut → web/router.go:17 high, web/router.go:12 medium
    GET /carts → carts/routes.go:8 high, carts/routes.go:5 medium
    "
  `);
});
