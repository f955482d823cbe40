import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

test('services of gRPC, registered with an object, a variable or a class', async () => {
  const picture = await factsPicture(
    '/w/a.ts',
    `
    server.addService(pb.Shop.service, { getOrder, listOrders: impl.list, watch(call) {} });
    server.addService(pb.Cart.service, cart);
    const cart = { add: wrap(async (call) => 1) };
    server.addService(pb.Other.service, new OtherService());
    class Heroes { @GrpcMethod('HeroService', 'FindOne') find() {} }
    `,
    'services',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    service pb.Shop.service
      getOrder -> getOrder 1:38
      listOrders -> impl.list 1:48
      watch -> here watch 1:71 1:71
    service pb.Cart.service
      add -> here 3:26 3:16
    service pb.Other.service
      * -> OtherService 4:8
    service HeroService
      FindOne -> here find 5:54 5:16
    "
  `);
});

test('consumers of messages and jobs', async () => {
  const picture = await factsPicture(
    '/w/a.ts',
    `
    await consumer.subscribe({ topics: ['orders', TOPIC] });
    await consumer.run({ eachMessage: async ({ message }) => {} });
    channel.consume('invoices', onInvoice, { noAck: true });
    new Worker('emails', async (job) => {});
    const mails = new Queue('mails');
    mails.process(sendMail);
    nats.subscribe('prices', { callback: onPrice });
    const subscription = nats.subscribe('raw');
    boss.work('reports', async () => {});
    store.subscribe(() => {});
    const TOPIC = 'payments';
    class Handlers {
      @MessagePattern({ cmd: 'sum' }) sum() {}
      @EventPattern('created') created() {}
    }
    @Processor('audio') class Audio extends WorkerHost { process(job) {} }
    `,
    'consumers',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    consumer 'invoices' -> onInvoice 3:9
    consumer 'emails' -> here 4:22 4:5
    consumer 'mails' -> sendMail 6:7
    consumer 'prices' -> onPrice 7:6
    consumer 'raw' -> unknown 8:27
    consumer 'reports' -> here 9:22 9:6
    consumer 'sum' -> here sum 13:35 13:3
    consumer 'created' -> here created 14:28 14:3
    consumer 'audio' -> here process 16:54 16:54
    consumer 'orders' -> here 2:35 2:16
    consumer 'payments' -> here 2:35 2:16
    "
  `);
});

test('resolvers of GraphQL, as maps and as decorated methods', async () => {
  const picture = await factsPicture(
    '/w/a.ts',
    `
    const Mutation = { save: saveOrder };
    export const resolvers = {
      Query: { orders: () => [], order(parent, args) {} },
      Mutation,
      Order: { items: loadItems },
      Subscription: { added: { subscribe: () => 1 } },
    };
    @Resolver(() => Author)
    class AuthorResolver {
      @Query(() => Author, { name: 'author' }) getAuthor() {}
      @ResolveField() posts() {}
    }
    @Controller() class Plain { @Query() notGraphql() {} }
    `,
    'consumers',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    consumer 'Query.orders' -> here 3:20 3:12
    consumer 'Query.order' -> here order 3:30 3:30
    consumer 'Mutation.save' -> saveOrder 1:20
    consumer 'Order.items' -> loadItems 5:12
    consumer 'Subscription.added' -> here 6:39 6:19
    consumer 'Query.author' -> here getAuthor 10:44 10:3
    consumer 'Author.posts' -> here posts 11:19 11:3
    "
  `);
});
