import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

const routes = (snippet: string, path = '/w/a.ts'): Promise<string> =>
  factsPicture(path, snippet, 'routers', 'routes', 'mounts').then((picture) => `\n${picture}\n`);

test('Express: methods, middlewares, wrappers, chains, lists, patterns', async () => {
  const picture = await routes(`
    import express, { Router } from 'express';
    const PREFIX = '/v2';
    const app = express();
    const router = Router();
    router.get('/users/:id', auth, showUser);
    router.post('/orders', asyncHandler(async (req, res) => {}));
    router.put('/bound', users.show.bind(users));
    router.route('/chained').get(first).all(second);
    app.get(['/a', '/b'], function named(req, res) {});
    app.get(/^\\/re/, (req, res) => {});
    app
      .get('/one', one)
      .delete(PREFIX + '/two', two);
    app.patch(\`/\${kind}/x\`, wrap(users.list));
    app.get(computed, never);
    const users = new UsersController();
    class Api {
      register() { this.app.get('/mine', this.mine); }
    }
    export function setUp(app) { app.get('/set-up', (req, res) => {}); }
  `);
  expect(picture).toMatchInlineSnapshot(`
    "
    router app '' 3:13
    router router '' 4:16
    route GET '/users/:id' on router -> showUser (express) 5:8
    route POST '/orders' on router -> here 6:37 (express) 6:8
    route PUT '/bound' on router -> UsersController.show (express) 7:8
    route GET '/chained' on router -> first (express) 8:26
    route ANY '/chained' on router -> second (express) 8:37
    route GET '/a' on app -> here named 9:32 (express) 9:5
    route GET '/b' on app -> here named 9:32 (express) 9:5
    route GET '/^\\/re/' on app -> here 10:18 (express) 10:5
    route GET '/one' on app -> one (express) 12:4
    route DELETE '/v2/two' on app -> two (express) 13:4
    route PATCH '/*/x' on app -> UsersController.list (express) 14:5
    route GET '/mine' on app in Api.register -> Api.mine (express) 18:25
    route GET '/set-up' on app in setUp -> here 20:49 (express) 20:34
    "
  `);
});

test('what only looks like a route', async () => {
  const picture = await routes(`
    import request from 'supertest';
    import axios from 'axios';
    const api = axios.create({ baseURL: '/x' });
    const settings = new Map();
    map.get('x');
    settings.get('/x', fallback);
    axios.get('/users', config);
    axios.post('/users', body, (value) => value);
    api.get('/users', options);
    cache.get('/k', callback);
    redis.get('/k', (error, value) => value);
    request(app).get('/x').expect(200, done);
    fetch('/x', options);
    this.http.get('/x', options);
    app.get('view engine');
    app.set('/x', value);
    _.get(object, '/path', fallback);
    thing.get('/y', (error, value) => value);
    emitter.on('/x', (event) => {});
  `);
  expect(picture).toMatchInlineSnapshot(`
    "
    nothing
    "
  `);
  expect(await routes("app.get('/x', (req, res) => {});", '/w/a.test.ts')).toBe('\nnothing\n');
});

test('an unknown receiver of what is surely a handler', async () => {
  expect(
    await routes("thing.get('/y', (req, res) => {});\nthing.get('/z', wrap(async (ctx) => {}));"),
  ).toMatchInlineSnapshot(`
    "
    route GET '/y' on thing -> here 1:17 (javascript) 1:7
    route GET '/z' on thing -> here 2:22 (javascript) 2:7
    "
  `);
});

test('mounts: routers, modules, functions', async () => {
  const picture = await routes(`
    import express, { Router } from 'express';
    import { users } from './users';
    const app = express();
    app.use(express.json());
    app.use('/api', auth, users);
    app.use(users);
    app.use('/admin', require('./admin'));
    app.use('/made', createRouter({ x: 1 }));
    app.use('/class', new UserRoutes(service).router);
    list.forEach((one) => app.use(one.path, one.router));
    app.use('/koa', users.routes(), users.allowedMethods());
    require('./late')(app);
    setUp(app);
    app.use((req, res, next) => next());
  `);
  expect(picture).toMatchInlineSnapshot(`
    "
    router app '' 3:13
    mount auth at '/api' on app 5:5
    mount users at '/api' on app 5:5
    mount users at '' on app 6:5
    mount ./admin at '/admin' on app 7:5
    mount createRouter at '/made' on app 8:5
    mount UserRoutes at '/class' on app 9:5
    mount one.router at '*' on app 10:27
    mount users at '/koa' on app 11:5
    mount ./late at '' on app 12:1
    mount setUp at '' on app 13:1
    "
  `);
});

test('Fastify: shorthand, objects, plugins with prefixes', async () => {
  const picture = await routes(`
    import Fastify from 'fastify';
    const fastify = Fastify();
    fastify.get('/short', { schema }, async (request, reply) => {});
    fastify.get('/options', { handler: show });
    fastify.route({ method: ['GET', 'HEAD'], url: '/object', handler: show });
    fastify.register(async (instance, opts) => {
      instance.get('/inner', inner);
      instance.route({ method: 'POST', url: '/inner', handler(request, reply) {} });
      instance.register(async (deep) => { deep.get('/deepest', deepest); }, { prefix: '/deep' });
    }, { prefix: '/v1' });
    fastify.register(require('./plugin'), { prefix: '/plugin' });
    fastify.register(orders);
  `);
  expect(picture).toMatchInlineSnapshot(`
    "
    router fastify '' 2:17
    route GET '/short' on fastify -> here 3:35 (fastify) 3:9
    route GET '/options' on fastify -> show (fastify) 4:9
    route GET,HEAD '/object' on fastify -> show (fastify) 5:15
    route GET '/v1/inner' on fastify -> inner (fastify) 7:12
    route POST '/v1/inner' on fastify -> here handler 8:51 (fastify) 8:18
    route GET '/v1/deep/deepest' on fastify -> deepest (fastify) 9:44
    mount ./plugin at '/plugin' on fastify 11:9
    mount orders at '' on fastify 12:9
    "
  `);
});

test('Koa, Hono, Hapi, Restify', async () => {
  const koa = `
    import Router from '@koa/router';
    const router = new Router({ prefix: '/k' });
    router.get('user', '/users/:id', load, async (ctx) => {});
    const nested = new Router();
    nested.prefix('/nested');
    nested.get('/', list);
    router.use('/sub', nested.routes(), nested.allowedMethods());
    router.register('/plain', ['GET', 'PUT'], [load, show]);
  `;
  const hono = `
    import { Hono } from 'hono';
    const app = new Hono().basePath('/api').get('/a', (c) => c.text('')).post('b', (c) => c.text(''));
    app.on(['PUT', 'DELETE'], '/on', (c) => c.text(''));
    app.route('/sub', sub);
    const list = factory.createHandlers(auth, async (c) => {});
    app.get('/spread', ...list);
  `;
  const hapi = `
    import Hapi from '@hapi/hapi';
    const server = Hapi.server({ port: 3000 });
    server.route([{ method: 'POST', path: '/h/{id}', options: { handler: (request, h) => 1 } }]);
    export const more = [{ method: '*', path: '/{any*}', handler: Orders.show }];
  `;
  const restify = `
    const restify = require('restify');
    const server = restify.createServer();
    server.del('/r/:id', remove);
  `;
  expect(
    [await routes(koa), await routes(hono), await routes(hapi), await routes(restify)].join(''),
  ).toMatchInlineSnapshot(`
    "
    router router '/k' 2:20
    router nested '/nested' 4:20
    route GET '/users/:id' on router named user -> here 3:40 (koa) 3:8
    route GET '/' on nested -> list (koa) 6:8
    route GET,PUT '/plain' on router -> show (koa) 8:8
    mount nested at '/sub' on router 7:8

    router app '/api' 2:17
    route GET '/a' on app -> here 2:51 (hono) 2:41
    route POST '/b' on app -> here 2:80 (hono) 2:70
    route PUT,DELETE '/on' on app -> here 3:34 (hono) 3:5
    route GET '/spread' on app -> list (hono) 6:5
    mount sub at '/sub' on app 4:5

    router server '' 2:21
    route POST '/h/{id}' on server -> here 3:70 (hapi) 3:15
    route ANY '/{any*}' -> Orders.show (hapi) 4:22

    router server '' 2:24
    route DELETE '/r/:id' on server -> remove (restify) 3:8
    "
  `);
});

test('NestJS: controllers and what decorates their methods', async () => {
  const picture = await routes(`
    import { Controller, Get } from '@nestjs/common';
    @Controller('cats')
    export class CatsController {
      @Get(':id')
      @UseGuards(Guard)
      findOne(@Param('id') id: string) {}
      @All() any() {}
      @Post(['a', 'b']) async two() {}
    }
    @Controller({ path: 'dogs', version: '1' }) class Dogs { @Get() all() {} }
    @Controller() class Root { @Delete('x') gone = async () => {}; }
    @Injectable() class Service { get() {} }
  `);
  expect(picture).toMatchInlineSnapshot(`
    "
    router CatsController 'cats' 2:1
    router Dogs 'dogs' 10:1
    router Root '' 11:1
    route GET ':id' on CatsController -> here findOne 6:3 (nestjs) 4:3
    route ANY '' on CatsController -> here any 7:10 (nestjs) 7:3
    route POST 'a' on CatsController -> here two 8:27 (nestjs) 8:3
    route POST 'b' on CatsController -> here two 8:27 (nestjs) 8:3
    route GET '' on Dogs -> here all 10:65 (nestjs) 10:58
    route DELETE 'x' on Root -> here gone 11:41 (nestjs) 11:28
    "
  `);
});

test('the file system says the route', async () => {
  const files: Record<string, string> = {
    '/w/src/app/(shop)/orders/[id]/route.ts':
      'export async function GET() {}\nexport const POST = async () => {};',
    '/w/app/orders/[...all]/page.tsx': 'export default async function Orders() { return null; }',
    '/w/pages/api/users/[id].ts': 'export default withAuth(async (req, res) => {});',
    '/w/pages/index.tsx': 'const Home = () => null;\nexport default Home;',
    '/w/src/routes/orders/[id]/+server.ts': 'export const GET = async ({ params }) => {};',
    '/w/app/routes/orders.$id.tsx': 'export async function loader() {}\nexport async function action() {}',
    '/w/server/api/orders/[id].get.ts': 'export default defineEventHandler((event) => {});',
    '/w/src/app/orders/list.ts': 'export function GET() {}',
  };
  const pictures = await Promise.all(Object.entries(files).map(([path, text]) => routes(text, path)));
  expect(pictures.join('')).toMatchInlineSnapshot(`
    "
    route GET '/orders/[id]' -> here GET 1:23 (next) 1:23
    route POST '/orders/[id]' -> here POST 2:14 (next) 2:14

    route GET '/orders/[...all]' -> here Orders 1:31 (next) 1:31

    route ANY '/api/users/[id]' -> here default 1:16 (next) 1:16

    route GET '/' -> here Home 1:7 (next) 1:7

    route GET '/orders/[id]' -> here GET 1:14 (sveltekit) 1:14

    route GET '/orders/$id' -> here loader 1:23 (remix) 1:23
    route POST,PUT,PATCH,DELETE '/orders/$id' -> here action 2:23 (remix) 2:23

    route GET '/api/orders/[id]' -> here default 1:16 (nitro) 1:16

    nothing
    "
  `);
});

test('frameworks that are taken from where they are used', async () => {
  const picture = await routes(`
    const express = require('express');
    const fastify = require('fastify')({ logger: true });
    const router = require('express').Router();
    fastify.get('/f', show);
    router.get('/r', show);
    module.exports = async function plugin(instance) { instance.get('/p', show); };
  `);
  expect(picture).toMatchInlineSnapshot(`
    "
    router fastify '' 2:17
    router router '' 3:16
    route GET '/f' on fastify -> show (fastify) 4:9
    route GET '/r' on router -> show (express) 5:8
    route GET '/p' on instance in plugin -> show (express) 6:61
    "
  `);
});
