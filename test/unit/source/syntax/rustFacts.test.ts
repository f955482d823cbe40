import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

async function facts(snippet: string, ...kinds: Parameters<typeof factsPicture>[2][]): Promise<string> {
  return `\n${await factsPicture('/w/src/orders.rs', snippet, ...kinds)}\n`;
}

test('definitions, what types implement, and imports', async () => {
  expect(
    await facts(
      `
      use axum::{routing::{get, post as p}, Router};
      use crate::orders::{self, show as s};
      use super::db::*;
      mod users;

      #[derive(Debug)]
      pub struct MyShop<T> {
          #[serde(rename = "x")]
          db: T,
      }

      pub trait Store: Send {
          fn load(&self);
      }

      /// Documented.
      #[tonic::async_trait]
      impl<T> shop_server::Shop for MyShop<T> {
          // Commented.
          #[instrument(skip(self))]
          async fn get_order(&self) -> X {
              fn inner() {}
          }
      }

      impl<T> MyShop<T> {
          pub fn new() -> Self { todo!() }
      }

      mod deep {
          pub mod er {
              pub(crate) fn f() {}
          }
          enum Kind { A }
      }
      `,
      'symbols',
      'imports',
    ),
  ).toMatchInlineSnapshot(`
    "
    type MyShop 6<7:12-10
    type Store of Send 12:11-14
    symbol Store.load 13:8
    type MyShop of shop_server::Shop 17<18:31-24
    symbol MyShop.get_order 20<21:14-23
    symbol MyShop.get_order.inner 22:12
    symbol MyShop.new 27:12
    type deep 30:5-35
    type deep.er 31:13-33
    symbol deep.er.f 32:23
    type deep.Kind 34:10
    import get = axum::routing # get
    import p = axum::routing # post
    import Router = axum # Router
    import orders = crate # orders
    import s = crate::orders # show
    import * = super::db # *
    import users = self # users
    "
  `);
});

test('spans of attributes, macros and tracers', async () => {
  expect(
    await facts(
      `
      use tracing::{info_span, instrument};
      const NAME: &str = "const";
      static TRACER: Lazy<BoxedTracer> = Lazy::new(|| global::tracer("lazy"));

      #[instrument]
      fn plain() {}

      #[tracing::instrument(name = "named", skip(a), err)]
      pub async fn with_name(a: u8) {}

      #[instrument(skip_all, fields(otel.name = "override", name = "no"))]
      // A comment between.
      fn with_field() {}

      impl Shop {
          #[instrument(level = "debug")]
          fn method(&self) {
              let _a = info_span!("macro", a = %b).entered();
              tracing::span!(Level::INFO, "leveled", otel.name = "better");
              debug_span!(target: "t", parent: &p, "targeted", http.method = %m);
              info_span!("http", otel.name = %format!("{} {}", m, path));
              info_span!("empty", otel.name = tracing::field::Empty);
              info_span!("computed", otel.name = name);
              info_span!(NAME);
              let tracer = provider.tracer("acme.shop");
              tracer
                  .span_builder(format!("order {}", id))
                  .with_kind(SpanKind::Client)
                  .start(&tracer);
              tracer.in_span("in", |cx| {});
              tracer.start("start");
              global::tracer("in place").start("placed");
              let t = global::tracer("short");
              t.start_with_context(NAME, &cx);
              t.build(SpanBuilder::from_name("built".to_string()));
          }
      }

      fn no() {
          server.start("127.0.0.1");
          info!("span");
          // info_span!("comment");
          println!("info_span!(\\"text\\")");
      }
      `,
      'tracers',
      'spans',
    ),
  ).toMatchInlineSnapshot(`
    "
    tracer TRACER 'lazy' 3:49
    tracer tracer 'acme.shop' 25:31
    tracer global::tracer("inplace") 'in place' 32:9
    tracer t 'short' 33:17
    span 'plain' in plain 6:4
    span 'named' in with_name 9:14
    span 'override' in with_field 13:4
    span 'method' in Shop.method 17:8-36
    span 'macro' in Shop.method 18:18
    span 'better' in Shop.method 19:9
    span 'targeted' in Shop.method 20:9
    span '* *' in Shop.method 21:9
    span 'empty' in Shop.method 22:9
    span 'const' in Shop.method 24:9
    span 'order *' on tracer in Shop.method 27:14
    span 'in' on tracer in Shop.method 30:16
    span 'start' on tracer in Shop.method 31:16
    span 'placed' on global::tracer("inplace") in Shop.method 32:36
    span 'const' on t in Shop.method 34:11
    span 'built' in Shop.method 35:17
    "
  `);
});

test('a file that does not parse loses only what is broken', async () => {
  expect(
    await facts(
      `
      #[instrument]
      fn a() { let x = ; }

      #[instrument(name = "second")]
      fn b() { info_span!("third") }
      `,
      'spans',
    ),
  ).toMatchInlineSnapshot(`
    "
    span 'a' in a 2:4
    span 'second' in b 5:4
    span 'third' in b 5:10
    "
  `);
});

test('statements, by the calls and macros that take them', async () => {
  expect(
    await facts(
      `
      const FIND: &str = "SELECT id FROM orders";

      async fn find(pool: &PgPool) {
          sqlx::query(FIND).fetch_all(pool).await?;
          let user = sqlx::query_as!(User, "SELECT id FROM users WHERE id = $1", id)
              .fetch_one(pool)
              .await?;
          sqlx::query_as::<_, User>(r#"
              SELECT name
              FROM users
          "#)
          .fetch_one(pool);
          sqlx::query!("INSERT INTO a " + "VALUES ($1)", 1);
          client.execute("UPDATE a \\
              SET b = 1", &[]).await;
          client.query(&format!("SELECT * FROM {}", table), &[]);
          info!("select an order from the list");
      }
      `,
      'statements',
    ),
  ).toMatchInlineSnapshot(`
    "
    statement 'SELECT id FROM orders' in find 4:5
    statement 'SELECT id FROM users WHERE id = $1' in find 5:16
    statement 'SELECT name FROM users ' in find 8:5-11
    statement 'INSERT INTO a VALUES ($1)' in find 13:5
    statement 'UPDATE a SET b = 1' in find 14:12-15
    statement 'SELECT * FROM *' in find 16:12
    "
  `);
});

test('topics and queues', async () => {
  expect(
    await facts(
      `
      use rdkafka::consumer::StreamConsumer;
      async fn run() {
          consumer.subscribe(&["orders", TOPIC]).unwrap();
          channel.basic_consume("mail", "me", o, t).await;
      }
      `,
      'consumers',
    ),
  ).toMatchInlineSnapshot(`
    "
    consumer 'orders' -> unknown 3:14
    consumer 'mail' -> unknown 4:13
    "
  `);
});
