import { expect, test } from 'vitest';
import type { Evidence } from '../../../../src/shared/evidence.ts';
import type { SpanKind } from '../../../../src/shared/spanKind.ts';
import { DefinitionFinder } from '../../../../src/source/definitionFinder.ts';
import { codeOriginRung } from '../../../../src/source/rungs/codeOriginRung.ts';
import { ConsumerRung } from '../../../../src/source/rungs/consumerRung.ts';
import { elixirRung } from '../../../../src/source/rungs/elixirRung.ts';
import { frameworkRung } from '../../../../src/source/rungs/frameworkRung.ts';
import { RpcRung } from '../../../../src/source/rungs/rpcRung.ts';
import { codeStackRung, exceptionRung } from '../../../../src/source/rungs/stackRungs.ts';
import { StatementRung } from '../../../../src/source/rungs/statementRung.ts';
import { siteOf } from '../pictures.ts';
import { around, placed, table, workspace } from './workspace.ts';

function said(evidence: Evidence, kind: SpanKind = 'internal', name = 'x') {
  return siteOf({}, { kind, name, evidence });
}

const definitions = new DefinitionFinder();

test('what frameworks call the code', async () => {
  const context = workspace({
    'src/cats.ts': "@Controller('cats')\nexport class CatsController {\n  @Get()\n  findAll() {}\n}\n",
    'src/dogs.ts': 'export class DogsController {\n  findAll() {}\n}\n',
    'src/users.js': 'function showUser(req, res) {}\nmodule.exports = { showUser };\n',
    'proj/tasks.py': '@app.task\ndef add(a, b):\n    return a + b\n',
    'app/jobs/clean_up_job.rb': 'class CleanUpJob\n  def perform(id)\n  end\nend\n',
  });
  const nest = said({
    'nestjs.type': 'request_context',
    'nestjs.controller': 'CatsController',
    'nestjs.callback': 'findAll',
  });
  const inner = said({ 'nestjs.type': 'handler', 'nestjs.callback': 'findAll' });
  expect(
    await table(frameworkRung, context, {
      NestJS: nest,
      'its inner span, without the one above': inner,
      'Express 5': said({ 'router.name': 'showUser' }, 'internal', 'request handler - /users/:id'),
      'its middleware': said({ 'router.name': 'showUser' }, 'internal', 'middleware - showUser'),
      Fastify: said({ 'fastify.type': 'request-handler', 'hook.callback.name': 'showUser' }),
      'without a name': said({ 'fastify.type': 'request-handler', 'hook.callback.name': 'anonymous' }),
      Celery: said({ 'celery.task_name': 'proj.tasks.add' }, 'consumer', 'run/proj.tasks.add'),
      'who sends it': said(
        { 'celery.task_name': 'proj.tasks.add' },
        'producer',
        'apply_async/proj.tasks.add',
      ),
      Sidekiq: said({ 'messaging.sidekiq.job_class': 'CleanUpJob' }, 'consumer'),
      FastAPI: siteOf({}, { name: 'BackgroundTask add', scope: 'opentelemetry.instrumentation.fastapi' }),
    }),
  ).toMatchInlineSnapshot(`
    "
    NestJS → src/cats.ts:4 high
    its inner span, without the one above → none
    Express 5 → src/users.js:1 medium
    its middleware → none
    Fastify → src/users.js:1 medium
    without a name → none
    Celery → proj/tasks.py:2 high
    who sends it → none
    Sidekiq → app/jobs/clean_up_job.rb:2 high
    FastAPI → proj/tasks.py:2 medium
    "
  `);
  expect(await placed(frameworkRung, inner, around(context, { ancestors: [[nest]] }))).toMatchInlineSnapshot(
    `"src/cats.ts:4 high"`,
  );
  const request = said({}, 'server', 'GET');
  expect(
    await placed(frameworkRung, request, around(context, { descendants: [inner, nest] })),
  ).toMatchInlineSnapshot(`"src/cats.ts:4 high"`);
  expect(
    await placed(frameworkRung, request, around(context, { descendants: [nest] })),
  ).toMatchInlineSnapshot(`"src/cats.ts:4 high"`);
});

test('methods of services, old names and new', async () => {
  const context = workspace({
    'shop/server.py': `
class Shop(shop_pb2_grpc.ShopServicer):
    def GetItem(self, request, context):
        return None

class Stock(stock_pb2_grpc.StockServicer):
    def GetItem(self, request, context):
        return None
`,
    'go/types.go': 'package main\n\ntype server struct {\n\tpb.UnimplementedDepotServer\n}\n',
    'go/methods.go':
      'package main\n\nfunc (s *server) Load(ctx context.Context, in *pb.In) (*pb.Out, error) {\n\treturn nil, nil\n}\n',
    'node/server.js': `
const server = new grpc.Server();
server.addService(pb.Cart.service, {
  addItem(call, callback) {},
  removeItem,
});
function removeItem(call, callback) {}
`,
  });
  const rung = new RpcRung(definitions);
  expect(
    await table(rung, context, {
      new: said({ 'rpc.system.name': 'grpc', 'rpc.method': 'acme.Shop/GetItem' }, 'server'),
      old: said({ 'rpc.system': 'grpc', 'rpc.service': 'acme.Stock', 'rpc.method': 'GetItem' }, 'server'),
      'a type in another file': said({ 'rpc.system': 'grpc', 'rpc.method': 'acme.Depot/Load' }, 'server'),
      'registered by hand': said(
        { 'rpc.system': 'grpc', 'rpc.service': 'acme.Cart', 'rpc.method': 'AddItem' },
        'server',
      ),
      'by name': said(
        { 'rpc.system': 'grpc', 'rpc.service': 'acme.Cart', 'rpc.method': 'RemoveItem' },
        'server',
      ),
      'no such service': said({ 'rpc.system': 'grpc', 'rpc.method': 'acme.Bank/GetItem' }, 'server'),
      'who calls it': said({ 'rpc.system': 'grpc', 'rpc.method': 'acme.Shop/GetItem' }, 'client'),
    }),
  ).toMatchInlineSnapshot(`
    "
    new → shop/server.py:3 high
    old → shop/server.py:7 high
    a type in another file → go/methods.go:3 high
    registered by hand → node/server.js:4 high
    by name → node/server.js:7 high, node/server.js:5 medium
    no such service → none
    who calls it → none
    "
  `);
});

test('who takes messages', async () => {
  const context = workspace({
    'src/Listener.java': `
package com.acme;
class Listener {
  @KafkaListener(topics = "orders")
  void onOrder(String text) {}
}
`,
  });
  const rung = new ConsumerRung(definitions);
  const orders = { 'messaging.destination.name': 'orders' };
  expect(
    await table(rung, context, {
      'of the topic': said(orders, 'consumer'),
      'by the name of the span': said({}, 'consumer', 'orders process'),
      'of another': said({ 'messaging.destination.name': 'bills' }, 'consumer'),
      'who sends': said(orders, 'producer'),
    }),
  ).toMatchInlineSnapshot(`
    "
    of the topic → src/Listener.java:5 high
    by the name of the span → src/Listener.java:5 high
    of another → none
    who sends → none
    "
  `);
});

test('statements, whatever their spelling', async () => {
  const context = workspace({
    'queries.py': 'ELSEWHERE = "SELECT a, b FROM elsewhere WHERE c = %s"\n',
    'store.py': `
def find(cursor, id, table):
    cursor.execute("""
        SELECT id, name   -- all of them
        FROM items WHERE id = %s AND kind = 'x'
    """, (id,))
    cursor.execute(f"SELECT count(*) FROM {table} WHERE open = 1")
    cursor.execute("INSERT INTO items (id, name) VALUES (?, ?)")
    cursor.execute("INSERT INTO items (id, name) VALUES (:id, :name)")
`,
  });
  const sql = (text: string) => said({ 'db.query.text': text }, 'client');
  expect(
    await table(new StatementRung(), context, {
      'in one line, with other parameters': sql('select id, name from items where id = $1 and kind = ?'),
      'with a table that is put in': sql('SELECT count(*) FROM orders WHERE open = ?'),
      'two that differ in their parameters': sql('INSERT INTO items (id, name) VALUES (:id, :name)'),
      'a constant that is run elsewhere': sql('SELECT a, b FROM elsewhere WHERE c = ?'),
      'too short': sql('BEGIN'),
      'of nobody': sql('SELECT id FROM strangers WHERE id = ?'),
      'a table alone': said({ 'db.collection.name': 'items' }, 'client'),
    }),
  ).toMatchInlineSnapshot(`
    "
    in one line, with other parameters → store.py:3 high
    with a table that is put in → store.py:7 medium
    two that differ in their parameters → store.py:9 high
    a constant that is run elsewhere → queries.py:1 medium
    too short → none
    of nobody → none
    a table alone → none
    "
  `);
});

test('stacks and frames that spans bring along', async () => {
  const context = workspace({ 'src/pay.js': 'one\ntwo\nthree\n', 'shop/pay.py': 'one\ntwo\nthree\n' });
  const stack =
    'Error\n    at lib (/app/node_modules/x/index.js:1:1)\n    at pay (/app/src/pay.js:2:3)\n    at main (/app/src/pay.js:3:1)';
  expect(await placed(codeStackRung, said({ 'code.stacktrace': stack }), context)).toMatchInlineSnapshot(
    `"src/pay.js:2 high"`,
  );
  const origin = { '_dd.code_origin.frames.0.file': '/w/src/pay.js', '_dd.code_origin.frames.0.line': '3' };
  expect(await placed(codeOriginRung, said(origin), context)).toMatchInlineSnapshot(`"src/pay.js:3 exact"`);

  const python =
    'Traceback (most recent call last):\n  File "/app/shop/pay.py", line 1, in main\n  File "/app/shop/pay.py", line 3, in pay\nValueError: no';
  const failing = { ...siteOf({}, { kind: 'client' }), errors: 1 };
  const failed = around(context, { exceptionStack: python });
  expect(await placed(exceptionRung, failing, failed)).toMatchInlineSnapshot(`"shop/pay.py:3 medium"`);
  expect(await placed(exceptionRung, { ...failing, kind: 'internal' }, failed)).toMatchInlineSnapshot(
    `"shop/pay.py:3 low"`,
  );
  expect(await placed(exceptionRung, { ...failing, errors: 0 }, failed)).toBe('none');
});

test('modules of Elixir by their text', async () => {
  const context = workspace({
    'lib/shop_web/controllers/user_controller.ex':
      'defmodule ShopWeb.UserController do\n  use ShopWeb, :controller\n\n  def show(conn, params) do\n  end\nend\n',
    'lib/other/user_controller.ex':
      'defmodule Other.UserController do\n  def show(conn, params), do: conn\nend\n',
    'lib/shop/http_worker.ex':
      'defmodule Shop.HTTPWorker do\n  @impl true\n  def perform(job), do: :ok\nend\n',
  });
  const plug = 'Elixir.ShopWeb.UserController';
  expect(
    await table(elixirRung, context, {
      Phoenix: said({ 'phoenix.plug': plug, 'phoenix.action': ':show' }, 'server'),
      'no such action': said({ 'phoenix.plug': plug, 'phoenix.action': ':remove' }, 'server'),
      Oban: said({ 'oban.job.worker': 'Shop.HTTPWorker' }, 'consumer'),
      'who sends it': said({ 'oban.job.worker': 'Shop.HTTPWorker' }, 'producer'),
    }),
  ).toMatchInlineSnapshot(`
    "
    Phoenix → lib/shop_web/controllers/user_controller.ex:4 high
    no such action → none
    Oban → lib/shop/http_worker.ex:3 high
    who sends it → none
    "
  `);
});
