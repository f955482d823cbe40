import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

async function facts(snippet: string, ...kinds: Parameters<typeof factsPicture>[2][]): Promise<string> {
  return `\n${await factsPicture('/w/shop/orders.py', snippet, ...kinds)}\n`;
}

test('definitions by their qualified names, and imports', async () => {
  expect(
    await facts(
      `
      import a.b
      import a.b as c, d
      from ..x import y as z, (w)
      from . import views
      from m import *

      @decorated
      @other(1)
      class Shop(pb2_grpc.ShopServicer, Base[int], metaclass=M):
          @property
          def total(self): return 1

          async def GetOrder(self, request):
              def inner():
                  pass
              return inner

      key = lambda item: item.id
      `,
      'symbols',
      'imports',
    ),
  ).toMatchInlineSnapshot(`
    "
    type Shop of pb2_grpc.ShopServicer, Base[int] 7<9:7-16
    symbol Shop.total 10<11:9
    symbol Shop.GetOrder 13:15-16
    symbol Shop.GetOrder.inner 14:13-15
    symbol key 18:1
    import a.b = a.b # *
    import c = a.b # *
    import d = d # *
    import z = ..x # y
    import views = . # views
    import * = m # *
    "
  `);
});

test('statements, by the calls that take them', async () => {
  expect(
    await facts(
      `
      FIND = """
        SELECT id
        FROM orders
        WHERE id = %s
      """
      UNUSED = "SELECT a FROM unused"

      class Repo:
          INSERT = "INSERT INTO orders VALUES (%s)"

          def find(self, id):
              logger.info(FIND)
              self.cursor.execute(FIND, (id,))
              self.cursor.execute(self.INSERT)
              self.session.execute(text("UPDATE orders SET a = :a"))
              query = "SELECT x FROM y"
              if id:
                  query += " WHERE id = 1"
              return db.fetch_all(query=query)

          def other(self):
              cur.execute(f"DELETE FROM {table} WHERE id = 1")
              return "SELECT 1 FROM dual"

      print("Select an item")
      raise ValueError("update failed")
      `,
      'statements',
    ),
  ).toMatchInlineSnapshot(`
    "
    statement ' SELECT id FROM orders WHERE id = %s ' in Repo.find 13:9
    statement 'INSERT INTO orders VALUES (%s)' in Repo.find 14:9
    statement 'UPDATE orders SET a = :a' in Repo.find 15:9
    statement 'SELECT x FROM y' in Repo.find 19:16
    statement 'SELECT x FROM y* WHERE id = 1' in Repo.find 19:16
    statement 'DELETE FROM * WHERE id = 1' in Repo.other 22:9
    statement 'SELECT 1 FROM dual' in Repo.other 23:16
    statement 'SELECT a FROM unused' 6:10
    "
  `);
});

test('tasks, topics and queues, and fields of a schema', async () => {
  expect(
    await facts(
      `
      import strawberry
      topic = app.topic("orders", value_type=Order)

      @app.task(name="mail.send", bind=True)
      def send(self): ...
      @shared_task
      def unnamed(): ...
      @app.agent(topic)
      async def process(stream): ...
      @dramatiq.actor(queue_name="images")
      def resize(): ...
      @broker.subscriber("payments")
      async def paid(): ...

      class Worker:
          def run(self):
              consumer = KafkaConsumer("a", "b", group_id="g")
              consumer.subscribe(["c"])
              channel.basic_consume(queue="mail", on_message_callback=self.on_mail)

          async def start(self):
              queue = await channel.declare_queue("jobs", durable=True)
              await queue.consume(on_job)

      @strawberry.type
      class Query:
          @strawberry.field
          def user_by_id(self) -> User: ...
          @strawberry.field(name="orders")
          def all_orders(self): ...
      `,
      'consumers',
    ),
  ).toMatchInlineSnapshot(`
    "
    consumer 'mail.send' -> here send 5:5 4:2
    consumer 'orders' -> here process 9:11 8:2
    consumer 'images' -> here resize 11:5 10:2
    consumer 'payments' -> here paid 13:11 12:2
    consumer 'a' -> unknown 17:20
    consumer 'b' -> unknown 17:20
    consumer 'c' -> unknown 18:9
    consumer 'mail' -> Worker.on_mail 19:9
    consumer 'jobs' -> on_job 23:15
    consumer 'Query.user_by_id' -> here Query.user_by_id 28:9 28:9
    consumer 'Query.userById' -> here Query.user_by_id 28:9 28:9
    consumer 'Query.orders' -> here Query.all_orders 30:9 30:9
    "
  `);
  expect(
    await facts(
      `
      from ariadne import ObjectType, QueryType
      query = QueryType()
      person = ObjectType("User")
      @query.field("me")
      def resolve_me(*_): ...
      @person.field("fullName")
      def resolve_name(*_): ...
      `,
      'consumers',
    ),
  ).toMatchInlineSnapshot(`
    "
    consumer 'Query.me' -> here resolve_me 5:5 5:5
    consumer 'User.fullName' -> here resolve_name 7:5 7:5
    "
  `);
});
