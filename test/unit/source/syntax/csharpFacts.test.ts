import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

const path = '/w/Shop/Orders.cs';

test('types and members', async () => {
  const picture = await factsPicture(
    path,
    `
    using System;
    using Alias = Acme.Other.Thing;
    namespace Acme.Shop
    {
        [Serializable]
        public class Orders<T> : Base<T>, IRepo, Shop.ShopBase
        {
            public Orders() : base() { }
            [Authorize]
            public async Task<int> Get(int id)
            {
                int Local(int x) => x;
                return Local(id);
            }
            public int Total { get { return 1; } }
            class Inner { void Go() { } }
        }
        public record Rec(int A) : Other(A);
        interface IX { void M(); }
        enum E { A }
    }
    `,
    'module',
    'symbols',
    'imports',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    module Acme.Shop
    type Orders of Base, IRepo, Shop.ShopBase 5<6:18-17
    symbol Orders.Orders 8:16
    symbol Orders.Get 9<10:32-14
    symbol Orders.Get.Local 12:17
    symbol Orders.Total 15:20
    type Orders.Inner 16:15
    symbol Orders.Inner.Go 16:28
    type Rec of Other 18:19
    type IX 19:15
    symbol IX.M 19:25
    type E 20:10
    import * = System # *
    import Alias = Acme.Other.Thing # Thing
    "
  `);
  const several = 'namespace A { class X {} }\nnamespace B.C { class Y { void M() {} } }';
  expect(`\n${await factsPicture(path, several, 'module', 'symbols')}\n`).toMatchInlineSnapshot(`
    "
    type A.X 1:21
    type B.C.Y 2:23
    symbol B.C.Y.M 2:32
    "
  `);
});

test('activities', async () => {
  const picture = await factsPicture(
    path,
    `
    namespace Acme.Shop;
    public class Orders
    {
        private static readonly ActivitySource Source = new("Acme.Orders", "1.0");
        public static ActivitySource Other { get; } = new ActivitySource(nameof(Orders));
        const string Prefix = "orders";
        private readonly Tracer _tracer;
        public Orders(TracerProvider provider)
        {
            _tracer = provider.GetTracer("acme.tracer");
        }
        public async Task Get(int id)
        {
            using var a = Source.StartActivity($"get {id}", ActivityKind.Server);
            using var b = Source?.StartActivity(name: Prefix + ".save");
            using var c = Source.StartActivity();
            using var d = Source.StartActivity(ActivityKind.Client);
            using (var e = Telemetry.Source
                .StartActivity("chained"))
            {
                void Local() { using var f = Source.StartActivity(); }
            }
            Source.StartActivity(nameof(Get));
            Source.StartActivity($"{Prefix}.x{{1}}");
            var g = _tracer.StartActiveSpan(string.Format("{0} publish", topic));
            var h = new Activity("manual").Start();
            process.Start("not a span");
        }
        public int Total { get { using var a = Source.StartActivity(); return 1; } }
    }
    `,
    'tracers',
    'spans',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    tracer Source 'Acme.Orders' 4:53
    tracer Other 'Orders' 5:51
    tracer _tracer 'acme.tracer' 10:19
    span 'get *' on Source in Orders.Get 14:30
    span 'orders.save' on Source in Orders.Get 15:31
    span 'Get' on Source in Orders.Get 16:30
    span 'Get' on Source in Orders.Get 17:30
    span 'chained' on Source in Orders.Get 19:14
    span 'Get' on Source in Orders.Get.Local 21:49
    span 'Get' on Source in Orders.Get 23:16
    span 'orders.x{1}' on Source in Orders.Get 24:16
    span '* publish' on _tracer in Orders.Get 25:25
    span 'manual' in Orders.Get 26:17
    span 'Total' on Source in Orders.Total 29:51
    "
  `);
});

test('controllers', async () => {
  const picture = await factsPicture(
    path,
    `
    [ApiController]
    [Route("api/[controller]")]
    public class OrdersController : ControllerBase
    {
        [HttpGet] public IActionResult All() => Ok();
        [HttpGet("{id:int}"), Authorize]
        public async Task<IActionResult> Get(int id) => Ok();
        [HttpPost, Route("new")] public IActionResult Add() => Ok();
        [AcceptVerbs("PUT", "PATCH", Route = "x")] public void Put() { }
        [HttpGet("/absolute")] public void Absolute() { }
        [HttpDelete("~/also")] public void Also() { }
        private void Helper() { }
    }
    [Route("[controller]/[action]")]
    public class UsersController : Controller
    {
        public IActionResult Index() => View();
        [HttpGet("{id}")] public IActionResult ShowAsync(int id) => View();
        [NonAction] public void Not() { }
    }
    public class HomeController : Controller
    {
        public IActionResult Index() => View();
        [HttpPost] public IActionResult Save() => View();
        private void Not() { }
    }
    `,
    'routers',
    'routes',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    router OrdersController 'api/Orders' 3:14-13
    route GET '' on OrdersController in OrdersController -> here OrdersController.All 5:36 (aspnet) 5:36
    route GET '{id:int}' on OrdersController in OrdersController -> here OrdersController.Get 7:38 (aspnet) 7:38
    route POST 'new' on OrdersController in OrdersController -> here OrdersController.Add 8:51 (aspnet) 8:51
    route PUT,PATCH 'x' on OrdersController in OrdersController -> here OrdersController.Put 9:60 (aspnet) 9:60
    route GET '/absolute' in OrdersController -> here OrdersController.Absolute 10:40 (aspnet) 10:40
    route DELETE '/also' in OrdersController -> here OrdersController.Also 11:40 (aspnet) 11:40
    route ANY 'Users/Index/' in UsersController -> here UsersController.Index 17:26 (aspnet) 17:26
    route GET 'Users/Show/{id}' in UsersController -> here UsersController.ShowAsync 18:44 (aspnet) 18:44
    route ANY 'Home/Index/{id}' in HomeController -> here HomeController.Index 23:26 (aspnet-conventional) 23:26
    route ANY 'Home/Index' in HomeController -> here HomeController.Index 23:26 (aspnet-conventional) 23:26
    route ANY 'Home' in HomeController -> here HomeController.Index 23:26 (aspnet-conventional) 23:26
    route ANY '' in HomeController -> here HomeController.Index 23:26 (aspnet-conventional) 23:26
    route POST 'Home/Save/{id}' in HomeController -> here HomeController.Save 24:37 (aspnet-conventional) 24:37
    route POST 'Home/Save' in HomeController -> here HomeController.Save 24:37 (aspnet-conventional) 24:37
    "
  `);
});

test('minimal APIs', async () => {
  const picture = await factsPicture(
    path,
    `
    var builder = WebApplication.CreateBuilder(args);
    var app = builder.Build();
    app.MapGet("/x/{id}", (int id) => id).WithName("n");
    app.MapPost("/y", Handlers.Add);
    app.MapPut("/y", Put);
    app.MapMethods("/m", new[] { "GET", "HEAD" }, () => "m");
    var api = app.MapGroup("/api").RequireAuthorization();
    var v1 = api.MapGroup("/v1");
    v1.MapGet("/z", async (HttpContext context) => { });
    app.MapGroup("/inline").MapGet("/w", () => 1);
    app.MapGroup("/orders").MapOrders();
    app.MapGrpcService<ShopService>();
    app.MapControllers();
    cache.Get("key");
    IResult Put(int id) { return Results.Ok(); }
    public static class Endpoints
    {
        public static void MapOrders(this IEndpointRouteBuilder routes) { routes.MapGet("/", () => 1); }
    }
    public class Fast : Endpoint<Req, Res>
    {
        public override void Configure() { Get("/fast/{id}"); AllowAnonymous(); }
        public override async Task HandleAsync(Req r, CancellationToken c) { cache.Get("/no"); }
    }
    `,
    'symbols',
    'routers',
    'routes',
    'mounts',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    symbol Put 15:9
    type Endpoints 16:21-19
    symbol Endpoints.MapOrders 18:24
    type Fast of Endpoint 20:14-24
    symbol Fast.Configure 22:26
    symbol Fast.HandleAsync 23:32
    router api '' 7:11
    router v1 '' 8:10
    route GET '/x/{id}' on app -> here 3:23 (aspnet) 3:5
    route POST '/y' on app -> Handlers.Add (aspnet) 4:5
    route PUT '/y' on app -> Put (aspnet) 5:5
    route GET,HEAD '/m' on app -> here 6:47 (aspnet) 6:5
    route GET '/z' on v1 -> here 9:17 (aspnet) 9:4
    route GET '/inline/w' on app -> here 10:38 (aspnet) 10:25
    route GET '/' on routes in Endpoints.MapOrders -> here 18:90 (aspnet) 18:78
    route GET '/fast/{id}' in Fast.Configure -> Fast.HandleAsync (fastendpoints) 22:40
    mount api at '/api' on app 7:11
    mount v1 at '/v1' on api 8:10
    mount MapOrders at '/orders' on app 11:25
    "
  `);
});

test('consumers', async () => {
  const picture = await factsPicture(
    path,
    `
    public class OrderPlacedConsumer : IConsumer<Acme.OrderPlaced>
    {
        public Task Consume(ConsumeContext<Acme.OrderPlaced> context) => null;
    }
    public class Worker : BackgroundService
    {
        const string Topic = "orders";
        protected override async Task ExecuteAsync(CancellationToken stop)
        {
            consumer.Subscribe(new[] { Topic, "returns" });
            channel.BasicConsume(queue: "mail", autoAck: false, consumer: c);
        }
        public void Run([ServiceBusTrigger("queue")] string message) { }
        [Topic("pubsub", "dapr")] public void Take(Order o) { }
    }
    `,
    'consumers',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    consumer '*:OrderPlaced' -> here OrderPlacedConsumer.Consume 3:17 3:17
    consumer 'OrderPlaced' -> here OrderPlacedConsumer.Consume 3:17 3:17
    consumer 'order-placed' -> here OrderPlacedConsumer.Consume 3:17 3:17
    consumer 'orders' -> here Worker.ExecuteAsync 8:35-12 10:9
    consumer 'returns' -> here Worker.ExecuteAsync 8:35-12 10:9
    consumer 'mail' -> here Worker.ExecuteAsync 8:35-12 11:9
    consumer 'queue' -> here Worker.Run 13:17 13:22
    consumer 'dapr' -> here Worker.Take 14:43 14:6
    "
  `);
});

test('statements', async () => {
  const picture = await factsPicture(
    path,
    `
    class Repo
    {
        const string Find = "SELECT id FROM orders " +
            "WHERE id = @id";
        void Run()
        {
            connection.QueryAsync<Order>(Find, new { id });
            connection
                .Execute($"DELETE FROM orders WHERE id = {id}");
            var sql = @"SELECT ""id""
                FROM items";
            using var command = new SqlCommand(sql, connection);
            command.CommandText = "UPDATE orders SET a = 1";
            var raw = """
                SELECT 2 FROM raw
                """;
            context.Orders.FromSqlRaw(raw);
            log.Info("Deleted from the list");
        }
    }
    `,
    'statements',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    statement 'SELECT id FROM orders WHERE id = @id' in Repo.Run 7:20
    statement 'DELETE FROM orders WHERE id = *' in Repo.Run 9:14
    statement 'SELECT "id" FROM items' in Repo.Run 12:29
    statement 'UPDATE orders SET a = 1' in Repo.Run 13:9
    statement ' SELECT 2 FROM raw' in Repo.Run 17:24
    "
  `);
});

test('broken and hostile files cost nothing but themselves', async () => {
  const broken = 'class A { [HttpGet("/x" void x( { "unterminated \n [Route( class }} string s = $"{ ;';
  expect(await factsPicture(path, broken, 'routes')).toMatchInlineSnapshot(`"nothing"`);
  const sum = `class A { string s = ${'"a" + '.repeat(20_000)}"b"; void Ok() {} }`;
  expect(await factsPicture(path, sum, 'symbols')).toMatchInlineSnapshot(`
    "type A 1:7
    symbol A.Ok 1:120032"
  `);
  const chain = `class A { void Ok() { a${'.MapGroup("x")'.repeat(3000)}; } }`;
  expect(await factsPicture(path, chain, 'symbols')).toMatchInlineSnapshot(`
    "type A 1:7
    symbol A.Ok 1:16"
  `);
});
