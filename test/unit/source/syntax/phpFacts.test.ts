import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

const path = '/w/app/Http/Controllers/UserController.php';

test('classes and functions', async () => {
  const picture = await factsPicture(
    path,
    `
    <?php
    declare(strict_types=1);
    namespace App\\Http\\Controllers;

    use App\\Models\\{User, Order as O};
    use function App\\helper;
    use Illuminate\\Http\\Request;

    #[Final]
    final class UserController extends Controller implements X, \\Y\\Z
    {
        #[Pure]
        public function show(int $id): Response { return new class { function inner() {} }; }
    }
    function helper() {}
    trait T { function x() {} }
    enum E: string { case A = 'a'; }
    interface I { function y(); }
    `,
    'module',
    'symbols',
    'imports',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    module App\\Http\\Controllers
    type UserController of Controller, X, \\Y\\Z 9<10:13-14
    symbol UserController.show 12<13:21
    symbol UserController.show.inner 13:75
    symbol helper 15:10
    type T 16:7
    symbol T.x 16:20
    type E 17:6
    type I 18:11
    symbol I.y 18:24
    import User = App\\Models\\User # User
    import O = App\\Models\\Order # Order
    import helper = App\\helper # helper
    import Request = Illuminate\\Http\\Request # Request
    "
  `);
});

test('spans and tracers', async () => {
  const picture = await factsPicture(
    path,
    `
    <?php
    namespace App;
    class Orders
    {
        private const NAME = 'orders' . '.save';
        private $tracer;
        function __construct(TracerProvider $provider)
        {
            $this->tracer = $provider->getTracer('io.app', '1');
            $tracer = Globals::tracerProvider()->getTracer(__CLASS__);
            self::$other = (new CachedInstrumentation('io.cached'))->tracer();
            $kept = new CachedInstrumentation('io.kept');
        }
        function place($id)
        {
            $span = $this->tracer->spanBuilder("place $id {$x->y}")
                ->startSpan();
            $tracer
                ->spanBuilder(self::NAME)
                ->startSpan();
            $kept->tracer()->spanBuilder(sprintf('%s publish', $topic))->startSpan();
            $tracer->spanBuilder(__METHOD__);
            $tracer->spanBuilder($unknown);
            $name = 'given';
            $tracer->spanBuilder($name);
        }
        #[WithSpan] function one() {}
        #[WithSpan('named', SpanKind::KIND_CLIENT)] function two() {}
        #[WithSpan(span_name: 'by key')] function three() {}
    }
    #[WithSpan] function free() {}
    `,
    'tracers',
    'spans',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    tracer tracer 'io.app' 9:36
    tracer tracer 'App\\Orders' 10:46
    tracer  'io.cached' 11:25
    tracer kept 'io.kept' 12:17
    span 'place * *' on tracer in Orders.place 16:32
    span 'orders.save' on tracer in Orders.place 19:15
    span '* publish' in Orders.place 21:26
    span 'App\\Orders::place' on tracer in Orders.place 22:18
    span '*' on tracer in Orders.place 23:18
    span 'given' on tracer in Orders.place 25:18
    span 'App\\Orders::one' in Orders.one 27:26
    span 'named' in Orders.two 28:58
    span 'by key' in Orders.three 29:47
    span 'App\\free' in free 31:22
    "
  `);
});

test('Laravel', async () => {
  const picture = await factsPicture(
    '/w/routes/api.php',
    `
    <?php
    use App\\Http\\Controllers\\UserController;
    Route::get('users/{user}', [UserController::class, 'show'])->name('x');
    Route::post('/users', 'UserController@store')->middleware('auth');
    Route::get('/y', function (Request $request) { return 1; });
    Route::any('/z', fn () => 1);
    Route::view('/about', 'pages.about');
    Route::match(['get', 'POST'], '/m', InvokableController::class);
    Route::middleware('auth')->get('/chained', [UserController::class, 'chained']);
    Route::prefix('admin')->middleware('a')->group(function () {
        Route::prefix('deep')->group(function () { Route::post('/q', [X::class, 'y']); });
        Route::put('r', [X::class, 'z']);
    });
    Route::group(['prefix' => 'old', 'middleware' => 'a'], function () { Route::get('s', 'X@s'); });
    Route::controller(OrderController::class)->prefix('orders')->group(function () {
        Route::get('/{id}', 'show');
    });
    Route::resource('photos.comments', PhotoController::class)->only(['index', 'show']);
    Route::apiResource('books', BookController::class)->except('destroy');
    Route::apiResources(['a' => AController::class]);
    Route::prefix('more')->group(base_path('routes/more.php'));
    Cache::get('users', fn () => 1);
    Http::get('https://example.com/x', ['a' => 1]);
    `,
    'routers',
    'routes',
    'mounts',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    router  'api' 1:1
    route GET 'users/{user}' -> UserController::show (laravel) 3:8
    route POST '/users' -> UserController::store (laravel) 4:8
    route GET '/y' -> here 5:18 (laravel) 5:8
    route ANY '/z' -> here 6:18 (laravel) 6:8
    route GET '/about' -> unknown (laravel) 7:8
    route GET,POST '/m' -> InvokableController (laravel) 8:8
    route GET '/chained' -> UserController::chained (laravel) 9:28
    route POST 'admin/deep/q' -> X::y (laravel) 11:55
    route PUT 'admin/r' -> X::z (laravel) 12:12
    route GET 'old/s' -> X::s (laravel) 14:77
    route GET 'orders/{id}' -> OrderController::show (laravel) 16:12
    route GET 'photos/{id}/comments' -> PhotoController::index (laravel) 18:8
    route GET 'photos/{id}/comments/{id}' -> PhotoController::show (laravel) 18:8
    route GET 'books' -> BookController::index (laravel) 19:8
    route POST 'books' -> BookController::store (laravel) 19:8
    route GET 'books/{id}' -> BookController::show (laravel) 19:8
    route PUT,PATCH 'books/{id}' -> BookController::update (laravel) 19:8
    route GET 'a' -> AController::index (laravel) 20:8
    route POST 'a' -> AController::store (laravel) 20:8
    route GET 'a/{id}' -> AController::show (laravel) 20:8
    route PUT,PATCH 'a/{id}' -> AController::update (laravel) 20:8
    route DELETE 'a/{id}' -> AController::destroy (laravel) 20:8
    mount routes/more at 'more/' 21:30
    "
  `);
});

test('Symfony', async () => {
  const picture = await factsPicture(
    path,
    `
    <?php
    namespace App\\Controller;
    #[Route('/api', name: 'api_')]
    class UserController extends AbstractController
    {
        #[Route('/users/{id<\\d+>}', name: 'user_show', methods: ['GET', 'HEAD'])]
        public function show(int $id): Response {}
        #[Route(path: '/users', methods: 'POST')]
        #[IsGranted('X')]
        public function create(): Response {}
        #[Route('/a', name: 'a')]
        #[Route(['en' => '/b', 'nl' => '/c'], name: 'b')]
        public function several() {}
        private function not() {}
    }
    #[Route('/invoke', name: 'invoked')]
    class Invoked { public function __invoke() {} }
    class Plain { #[Route('/list')] public function listAction() {} }
    `,
    'routers',
    'routes',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    router UserController '/api' 4:7-15
    router Invoked '/invoke' 17:7
    route GET,HEAD '/users/{id<\\d+>}' on UserController in UserController named api_user_show -> here UserController.show 7:21 (symfony) 7:21
    route POST '/users' on UserController in UserController named api_app_user_create -> here UserController.create 10:21 (symfony) 10:21
    route ANY '/a' on UserController in UserController named api_a -> here UserController.several 13:21 (symfony) 13:21
    route ANY '/b' on UserController in UserController named api_b -> here UserController.several 13:21 (symfony) 13:21
    route ANY '/c' on UserController in UserController named api_b -> here UserController.several 13:21 (symfony) 13:21
    route ANY '' on Invoked in Invoked named invoked -> here Invoked.__invoke 17:33 (symfony) 17:33
    route ANY '/list' on Plain in Plain named app_plain_list -> here Plain.listAction 18:49 (symfony) 18:49
    "
  `);
});

test('Slim and its like', async () => {
  const picture = await factsPicture(
    '/w/public/index.php',
    `
    <?php
    $app->get('/hello/{name}', function (Request $req, Response $res) { $client->get('/remote', ['a' => 1]); });
    $app->group('/users', function (RouteCollectorProxy $group) {
        $group->get('', UserList::class . ':list');
        $group->group('/{id}', function ($inner) { $inner->delete('/x', [UserDelete::class, 'run']); });
    });
    $app->map(['GET', 'POST'], '/both', Both::class);
    $router->get('lumen', ['uses' => 'UserController@index']);
    $app->get('/mezzio', [Auth::class, Page::class], 'page');
    $r->addRoute('GET', '/fast', 'App\\Fast::handle');
    $guzzle->get('/not', Foo::class);
    $cache->get('key', function () { return 1; });
    $x->get('key', $default);
    `,
    'routes',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    route GET '/hello/{name}' on app -> here 2:28 (php) 2:7
    route GET '/users' on group -> UserList::list (php) 4:13
    route DELETE '/users/{id}/x' on inner -> UserDelete::run (php) 5:56
    route GET,POST '/both' on app -> Both (php) 7:7
    route GET 'lumen' on router -> UserController::index (php) 8:10
    route GET '/mezzio' on app -> Page (php) 9:7
    route GET '/fast' on r -> App\\Fast::handle (php) 10:5
    "
  `);
});

test('consumers and statements', async () => {
  const picture = await factsPicture(
    path,
    `
    <?php
    class Repo
    {
        const FIND = 'SELECT id FROM orders '
            . 'WHERE id = ?';
        function run($db, $id)
        {
            $db->query(self::FIND);
            $sql = <<<SQL
              SELECT * FROM items WHERE id = $id
              SQL;
            $statement = $db->prepare($sql);
            DB::select("SELECT 1 FROM t WHERE id = {$id}");
            $db->exec(<<<'EOT'
              DELETE FROM nowdoc
              EOT);
            mysqli_query($db, 'UPDATE x SET a = 1');
            $channel->basic_consume('mail', '', false);
            $consumer->subscribe(['orders', 'returns']);
        }
    }
    `,
    'consumers',
    'statements',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    consumer 'mail' -> here Repo.run 6:14-20 18:19
    consumer 'orders' -> here Repo.run 6:14-20 19:20
    consumer 'returns' -> here Repo.run 6:14-20 19:20
    statement 'SELECT id FROM orders WHERE id = ?' in Repo.run 8:14
    statement ' SELECT * FROM items WHERE id = *' in Repo.run 12:27
    statement 'SELECT 1 FROM t WHERE id = *' in Repo.run 13:13
    statement ' DELETE FROM nowdoc' in Repo.run 14:14-16
    statement 'UPDATE x SET a = 1' in Repo.run 17:9
    "
  `);
});

test('broken and hostile files cost nothing but themselves', async () => {
  const broken =
    '<?php class A { #[Route("/x" function x( { "unterminated \n Route::get( class }} $s = <<<X ';
  expect(await factsPicture(path, broken, 'routes')).toMatchInlineSnapshot(`"nothing"`);
  const sum = `<?php class A { function ok() {} function b() { $s = ${"'a' . ".repeat(5000)}'b'; } }`;
  expect(await factsPicture(path, sum, 'symbols')).toMatchInlineSnapshot(`
    "type A 1:13
    symbol A.ok 1:26
    symbol A.b 1:43"
  `);
  const chain = `<?php function ok() { $a${"->prefix('x')".repeat(3000)}; }`;
  expect(await factsPicture(path, chain, 'symbols')).toMatchInlineSnapshot(`"symbol ok 1:16"`);
});
