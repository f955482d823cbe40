import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

const path = '/w/src/main/java/com/acme/Orders.java';

test('classes, methods and what they are made of', async () => {
  const picture = await factsPicture(
    path,
    `
    package com.acme.shop;

    import io.opentelemetry.api.trace.Tracer;
    import static org.x.RouterFunctions.route;
    import java.util.*;

    @Service
    public class Orders<T> extends Base<T> implements Repo, pb.Shop.X {
      Orders(int a) { super(a); }

      @Transactional
      @Override
      public <R> String get(String id) throws X {
        new Thread(new Runnable() { public void run() { } }).start();
        class Local { void go() {} }
        return null;
      }
      static class Inner { void go() {} }
      enum Kind { A, B; void f() {} }
      record P(int x) implements Q { P { } }
    }
    interface I extends J { void a(); default void b() {} }
    `,
    'module',
    'symbols',
    'imports',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    module com.acme.shop
    type Orders of Base, Repo, pb.Shop.X 7<8:14-21
    symbol Orders.Orders 9:3
    symbol Orders.get 11<13:21-17
    symbol Orders.get.run 14:45
    type Orders.get.Local 15:11
    symbol Orders.get.Local.go 15:24
    type Orders.Inner 18:16
    symbol Orders.Inner.go 18:29
    type Orders.Kind 19:8
    symbol Orders.Kind.f 19:26
    type Orders.P of Q 20:10
    symbol Orders.P.P 20:34
    type I of J 22:11
    symbol I.a 22:30
    symbol I.b 22:48
    import Tracer = io.opentelemetry.api.trace # Tracer
    import route = org.x.RouterFunctions # route
    import * = java.util # *
    "
  `);
});

test('spans and tracers', async () => {
  const picture = await factsPicture(
    path,
    `
    public class Orders {
      private static final String PREFIX = "orders";
      private static final Tracer tracer = GlobalOpenTelemetry.getTracer(Orders.class.getName(), "1");
      private final Tracer other;
      Orders(OpenTelemetry otel) {
        this.other = otel.tracerBuilder("com.acme.other").setInstrumentationVersion("1").build();
      }
      @Bean Tracer bean(OpenTelemetry otel) { return otel.getTracer("com.acme.bean"); }

      @WithSpan
      public void place(String id) {
        Span span = this.tracer
            .spanBuilder("place " + id)
            .setSpanKind(SpanKind.CLIENT)
            .startSpan();
        tracer.spanBuilder(PREFIX + ".save").startSpan();
        tracer.spanBuilder(name()).startSpan();
        otel.getTracer("inline").spanBuilder(String.format("%s publish", topic)).startSpan();
      }
      @WithSpan(value = PREFIX + ".ship", kind = SpanKind.CLIENT) void ship() {}
      @io.opentelemetry.instrumentation.annotations.WithSpan("pack") void pack() {}
      @Observed(name = "n", contextualName = "sendMail") void mail() {}
      @Observed void plain() {}
      @NewSpan("charge-card") void charge() {}
      void observe() {
        Observation.createNotStarted("orders.count", registry).observe(() -> {});
        micrometer.nextSpan().name("next").start();
        person.name("not a span");
      }
      static class Inner { @WithSpan void go() {} }
    }
    `,
    'tracers',
    'spans',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    tracer tracer 'Orders' 3:60
    tracer other 'com.acme.other' 6:23
    tracer  'com.acme.bean' 8:55
    tracer  'inline' 18:10
    span 'Orders.place' in Orders.place 11:15-19
    span 'place *' on tracer in Orders.place 13:10
    span 'orders.save' on tracer in Orders.place 16:12
    span '*' on tracer in Orders.place 17:12
    span '* publish' in Orders.place 18:30
    span 'orders.ship' in Orders.ship 20:68
    span 'pack' in Orders.pack 21:71
    span 'sendMail' in Orders.mail 22:59
    span 'send-mail' in Orders.mail 22:59
    span 'Orders#plain' in Orders.plain 23:18
    span 'orders#plain' in Orders.plain 23:18
    span 'charge-card' in Orders.charge 24:32
    span 'orders.count' in Orders.observe 26:17
    span 'next' in Orders.observe 27:27
    span 'Inner.go' in Orders.Inner.go 30:39
    "
  `);
});

test('Spring', async () => {
  const picture = await factsPicture(
    path,
    `
    @RestController
    @RequestMapping(Paths.ROOT + "/orders")
    class Orders {
      static final String ONE = "/{id}";
      @GetMapping Order all() {}
      @GetMapping(ONE) Order one(@PathVariable String id) {}
      @PostMapping(value = {"", "/new"}, consumes = "application/json")
      @ResponseStatus(CREATED)
      public Order add(@RequestBody Order order) {}
      @RequestMapping(path = "/x", method = {RequestMethod.PUT, PATCH}) void put() {}
      @RequestMapping("/any") void any() {}
      private void helper() {}
    }
    @Controller("beanName")
    @RequestMapping({"/a", "/b"})
    class Two { @DeleteMapping("\${prefix:/p}/c") void c() {} }
    @FeignClient(name = "users")
    interface Users { @GetMapping("/users/{id}") User get(); default void x() {} }
    interface Api { @GetMapping("/declared") void declared(); }
    class Plain {
      RouterFunction<ServerResponse> routes(OrderHandler handler) {
        return route(GET("/fn/{id}").and(accept(JSON)), handler::one)
            .andRoute(POST("/fn"), this::add);
      }
      RouterFunction<ServerResponse> built(OrderHandler handler) {
        return route().path("/v1", b -> b.GET("/items", handler::list).POST("/items", accept(JSON), handler::add)).build();
      }
      void test() throws Exception { mockMvc.perform(get("/fn/1")); rest.getForObject("/x", String.class); }
    }
    `,
    'routers',
    'routes',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    router Orders '*/orders' 3:7-13
    router Two '/a' 16:7
    route GET '' on Orders in Orders -> here Orders.all 5:21 (spring) 5:3
    route GET '/{id}' on Orders in Orders -> here Orders.one 6:26 (spring) 6:3
    route POST '' on Orders in Orders -> here Orders.add 9:16 (spring) 7:3
    route POST '/new' on Orders in Orders -> here Orders.add 9:16 (spring) 7:3
    route PUT,PATCH '/x' on Orders in Orders -> here Orders.put 10:74 (spring) 10:3
    route ANY '/any' on Orders in Orders -> here Orders.any 11:32 (spring) 11:3
    route DELETE '/p/c' on Two in Two -> here Two.c 16:51 (spring) 16:13
    route DELETE '/b//p/c' in Two -> here Two.c 16:51 (spring) 16:13
    route GET '/declared' on Api in Api -> Api.declared (spring) 19:17
    route POST '/fn' in Plain.routes -> Plain.add (spring) 23:10
    route GET '/fn/{id}' in Plain.routes -> OrderHandler.one (spring) 22:12
    route POST '/v1/items' in Plain.built -> OrderHandler.add (spring) 26:68
    route GET '/v1/items' on b in Plain.built -> OrderHandler.list (spring) 26:39
    "
  `);
});

test('other frameworks', async () => {
  const picture = await factsPicture(
    path,
    `
    import io.micronaut.http.annotation.*;
    @Path("/jax") class Jax {
      @GET @Path("{id}") @Produces("text/plain") public String one() {}
      @POST public void add() {}
      @Path("sub") public Sub sub() { return null; }
    }
    interface Retrofit { @GET("users/{id}") default User x() {} }
    @Controller("/mn") class Mn { @Get("/{name}") String hello() {} @Post(uri = "/p") void p() {} }
    @WebServlet(urlPatterns = {"/s/*"}) class S extends HttpServlet {
      @Override protected void doGet(HttpServletRequest a, HttpServletResponse b) {}
      void other() {}
    }
    class App {
      private final OrderHandler orders = new OrderHandler();
      public static void main(String[] args) {
        var app = Javalin.create();
        app.get("/x/{id}", ctx -> ctx.result("y"));
        app.post("/x", orders::add);
        app.put("/x", new PutHandler());
        path("api", () -> { path("v1", () -> { get("users", App::users); get("/all", ctx -> {}); }); });
        get("/hello/:name", (req, res) -> "hi");
        router.get("/v/:id").produces("text").handler(this::show);
        router.route(HttpMethod.GET, "/w").handler(ctx -> {});
        router.route("/sub/*").subRouter(sub);
        server.createContext("/jdk", new JdkHandler());
        context.addServlet(new ServletHolder(new Show()), "/jetty");
        cache.get("/not", key -> load(key));
        map.get("key", k -> 1);
        httpClient.get("/remote", response -> {});
      }
    }
    `,
    'routers',
    'routes',
    'mounts',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    router Jax '/jax' 2:21-6
    router Mn '/mn' 8:26
    route GET '{id}' on Jax in Jax -> here Jax.one 3:60 (jaxrs) 3:3
    route POST '' on Jax in Jax -> here Jax.add 4:21 (jaxrs) 4:3
    route GET '/{name}' on Mn in Mn -> here Mn.hello 8:54 (micronaut) 8:31
    route POST '/p' on Mn in Mn -> here Mn.p 8:88 (micronaut) 8:65
    route GET '/s/*' in S -> here S.doGet 10:28 (servlet) 10:28
    route GET '/x/{id}' on app in App.main -> here 17:24 (java) 17:9
    route POST '/x' on app in App.main -> OrderHandler.add (java) 18:9
    route PUT '/x' on app in App.main -> PutHandler (java) 19:9
    route GET 'api/v1/users' in App.main -> App.users (java) 20:44
    route GET 'api/v1/all' in App.main -> here 20:82 (java) 20:70
    route GET '/hello/:name' in App.main -> here 21:25 (java) 21:5
    route GET '/v/:id' on router in App.main -> App.show (vertx) 22:43
    route GET '/w' on router in App.main -> here 23:48 (vertx) 23:40
    route ANY '/jdk' on server in App.main -> JdkHandler (jdk) 25:12
    route ANY '/jetty' in App.main -> Show (servlet) 26:13
    mount sub at '/sub' on router in App.main 24:28
    "
  `);
});

test('consumers', async () => {
  const picture = await factsPicture(
    path,
    `
    class Consumers {
      static final String TOPIC = "orders";
      @KafkaListener(topics = {TOPIC, "returns"}, groupId = "g") void orders() {}
      @KafkaListener(topics = "\${app.topic}") void unknown() {}
      @KafkaListener(topics = "\${app.topic:mail}") void mail() {}
      @KafkaListener(topics = "#{'\${app.topics}'.split(',')}") void computed() {}
      @RabbitListener(bindings = @QueueBinding(value = @Queue(value = "q1", durable = "true"), exchange = @Exchange("e"))) void q1() {}
      @RabbitListener(queues = "q2") void q2() {}
      @JmsListener(destination = "jms") void jms() {}
      @SqsListener("sqs") void sqs() {}
      @Incoming("in") void in() {}
      @QueryMapping Book bookById() {}
      @MutationMapping("addBook") Book add() {}
      @SchemaMapping(typeName = "Book", field = "author") Author author() {}
      @DgsQuery(field = "shows") List<Show> showList() {}
      void poll() { consumer.subscribe(List.of(TOPIC, "b")); }
    }
    @RabbitListener(queues = "q3") class Q3 { @RabbitHandler void take(Order o) {} }
    `,
    'consumers',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    consumer 'orders' -> here Consumers.orders 3:67 3:67
    consumer 'returns' -> here Consumers.orders 3:67 3:67
    consumer 'mail' -> here Consumers.mail 5:53 5:53
    consumer 'q1' -> here Consumers.q1 7:125 7:125
    consumer 'q2' -> here Consumers.q2 8:39 8:39
    consumer 'jms' -> here Consumers.jms 9:42 9:42
    consumer 'sqs' -> here Consumers.sqs 10:28 10:28
    consumer 'in' -> here Consumers.in 11:24 11:24
    consumer 'Query.bookById' -> here Consumers.bookById 12:22 12:22
    consumer 'Mutation.addBook' -> here Consumers.add 13:36 13:36
    consumer 'Book.author' -> here Consumers.author 14:62 14:62
    consumer 'Query.shows' -> here Consumers.showList 15:41 15:41
    consumer 'orders' -> here Consumers.poll 16:8 16:26
    consumer 'b' -> here Consumers.poll 16:8 16:26
    consumer 'q3' -> here Q3.take 18:63 18:63
    "
  `);
});

test('statements', async () => {
  const picture = await factsPicture(
    path,
    `
    class Repo {
      private static final String FIND = "SELECT id FROM orders "
          + "WHERE id = ?";
      private static final String UNUSED = "DELETE FROM orders";
      void find() {
        jdbc.queryForObject(FIND, mapper, id);
        jdbc
            .update("INSERT INTO orders (id) VALUES (" + id + ")");
        String sql = """
            SELECT *
              FROM items
            """;
        try (PreparedStatement s = connection.prepareStatement(sql)) { s.executeQuery(); }
        log.info("Select an order from the list");
      }
      @Query(value = "select * from users where name = :name", nativeQuery = true) List<User> byName();
      @Select({"SELECT 1", "FROM dual"}) int one();
    }
    `,
    'statements',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    statement 'SELECT id FROM orders WHERE id = ?' in Repo.find 6:10
    statement 'INSERT INTO orders (id) VALUES (*)' in Repo.find 8:10
    statement ' SELECT * FROM items ' in Repo.find 13:43
    statement 'Select an order from the list' in Repo.find 14:9
    statement 'select * from users where name = :name' in Repo 16:91
    statement 'SELECT 1 FROM dual' in Repo 17:42
    statement 'DELETE FROM orders' 4:40
    "
  `);
});

test('broken and hostile files cost nothing but themselves', async () => {
  const broken = 'class A { @GetMapping("/x" void x( { "unterminated \n @Path( class }} String s = ;';
  expect(await factsPicture(path, broken, 'routes')).toMatchInlineSnapshot(`"nothing"`);
  const sum = `class A { String s = ${'"a" + '.repeat(20_000)}"b"; void ok() {} }`;
  expect(await factsPicture(path, sum, 'symbols')).toMatchInlineSnapshot(`
    "type A 1:7
    symbol A.ok 1:120032"
  `);
  const chain = `class A { void ok() { a${'.b("x")'.repeat(3000)}; } }`;
  expect(await factsPicture(path, chain, 'symbols')).toMatchInlineSnapshot(`
    "type A 1:7
    symbol A.ok 1:16"
  `);
  const nested = `class A { void ok() { ${'f('.repeat(3000)}1${')'.repeat(3000)}; } }`;
  expect(await factsPicture(path, nested, 'symbols')).toMatchInlineSnapshot(`
    "type A 1:7
    symbol A.ok 1:16"
  `);
});
