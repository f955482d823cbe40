import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

async function facts(snippet: string, ...kinds: Parameters<typeof factsPicture>[2][]): Promise<string> {
  return `\n${await factsPicture('/w/shop/orders.go', snippet, ...kinds)}\n`;
}

test('definitions with what they embed, and imports', async () => {
  expect(
    await facts(
      `
      package shop

      import (
        "fmt"
        pb "github.com/acme/shop/pb"
        . "github.com/acme/dot"
        "github.com/go-chi/chi/v5"
      )

      type server struct {
        pb.UnimplementedShopServer
        *Base[int]
        db *sql.DB
      }

      type Store interface {
        io.Reader
        Get(id string) error
      }

      type ID = string

      func (s *server) GetOrder(ctx context.Context) error {
        inner := func() {}
        return nil
      }

      func (l *List[T]) Push(x T) {}

      func Map[T any](x T) T {
        return x
      }

      var handler = func(w http.ResponseWriter) {}
      `,
      'module',
      'symbols',
      'imports',
    ),
  ).toMatchInlineSnapshot(`
    "
    module shop
    type server of pb.UnimplementedShopServer, Base 10:6-14
    type Store of io.Reader 16:6-19
    type ID 21:6
    symbol server.GetOrder 23:18-26
    symbol server.GetOrder.inner 24:3
    symbol List.Push 28:19
    symbol Map 30:6-32
    symbol handler 34:5
    import fmt = fmt # *
    import pb = github.com/acme/shop/pb # *
    import . = github.com/acme/dot # *
    import chi = github.com/go-chi/chi/v5 # *
    "
  `);
});

test('statements, by the calls that take them', async () => {
  expect(
    await facts(
      `
      package shop

      const find = \`
        SELECT id
        FROM orders
        WHERE id = $1\`
      const unused = "SELECT a FROM unused"

      func (s *store) Find(ctx context.Context) {
        log.Println(find)
        s.db.QueryContext(ctx, find, 1)
        query := fmt.Sprintf("SELECT * FROM %s WHERE a = 1", table)
        s.db.
          Query(query)
        s.db.Exec("INSERT INTO orders (id) " + "VALUES ($1)", id)
        q := "UPDATE orders SET a = 1"
        q += " WHERE id = 2"
        s.db.Exec(q)
        fmt.Println("Select an order from the list")
        errors.New("delete failed")
      }
      `,
      'statements',
    ),
  ).toMatchInlineSnapshot(`
    "
    statement ' SELECT id FROM orders WHERE id = $1' in store.Find 11:8
    statement 'SELECT * FROM * WHERE a = 1' in store.Find 14:5
    statement 'INSERT INTO orders (id) VALUES ($1)' in store.Find 15:8
    statement 'UPDATE orders SET a = 1' in store.Find 18:8
    statement 'UPDATE orders SET a = 1* WHERE id = 2' in store.Find 18:8
    statement 'SELECT a FROM unused' 7:16
    "
  `);
});

test('queues, topics and subjects', async () => {
  expect(
    await facts(
      `
      package shop

      import (
        "github.com/nats-io/nats.go"
        "github.com/segmentio/kafka-go"
        "github.com/hibiken/asynq"
      )

      const TypeMail = "mail:send"

      func (w *worker) run(nc *nats.Conn, mux *asynq.ServeMux) {
        nc.Subscribe("orders.created", w.onCreated)
        nc.QueueSubscribe("orders.paid", "workers", func(m *nats.Msg) {})
        r := kafka.NewReader(kafka.ReaderConfig{Brokers: b, Topic: "orders"})
        mux.HandleFunc(TypeMail, w.mail)
        mux.Handle("image:resize", &resizer{})
      }
      `,
      'consumers',
    ),
  ).toMatchInlineSnapshot(`
    "
    consumer 'orders.created' -> worker.onCreated 12:6
    consumer 'orders.paid' -> here 13:47 13:6
    consumer 'orders' -> unknown 14:24
    consumer 'mail:send' -> worker.mail 15:7
    consumer 'image:resize' -> resizer.ProcessTask 16:7
    "
  `);
  expect(
    await facts(
      `
      package shop
      import "github.com/IBM/sarama"
      func run(group sarama.ConsumerGroup) {
        handler := &consumer{}
        group.Consume(ctx, []string{"orders", "payments"}, handler)
      }
      `,
      'consumers',
    ),
  ).toMatchInlineSnapshot(`
    "
    consumer 'orders' -> consumer.ConsumeClaim 5:9
    consumer 'payments' -> consumer.ConsumeClaim 5:9
    "
  `);
  expect(
    await facts(
      `
      package shop
      import amqp "github.com/rabbitmq/amqp091-go"
      func run(ch *amqp.Channel) {
        msgs, err := ch.Consume("mail", "", true, false, false, false, nil)
      }
      `,
      'consumers',
    ),
  ).toMatchInlineSnapshot(`
    "
    consumer 'mail' -> unknown 4:19
    "
  `);
});
