import { expect, test } from 'vitest';
import type { Site } from '../../../../src/shared/site.ts';
import { DefinitionFinder } from '../../../../src/source/definitionFinder.ts';
import { HttpRouteRung } from '../../../../src/source/rungs/httpRouteRung.ts';
import { siteOf } from '../pictures.ts';
import { dedent } from '../syntax/factsPicture.ts';
import { table, workspace } from './workspace.ts';

/** Where the routes of a program are handled: `GET /x`, or `GET - /x` for a path that no route was told of. */
async function handled(
  language: string,
  texts: Readonly<Record<string, string>>,
  ...questions: readonly string[]
): Promise<string> {
  const files = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, dedent(text)]));
  const sites = Object.fromEntries(questions.map((question) => [question, siteFor(question, language)]));
  return table(new HttpRouteRung(new DefinitionFinder()), workspace(files), sites);
}

function siteFor(question: string, language: string): Site {
  const [method = '', route = '', path = ''] = question.split(' ');
  const told = route === '-' ? { 'url.path': path } : { 'http.route': route };
  const evidence = { 'http.request.method': method, 'telemetry.sdk.language': language, ...told };
  return siteOf({}, { kind: 'server', name: route === '-' ? method : `${method} ${route}`, evidence });
}

test('Spring and JAX-RS', async () => {
  expect(
    await handled(
      'java',
      {
        'src/main/java/com/acme/Orders.java': `
          package com.acme;
          @RestController
          @RequestMapping(Paths.API + "/orders")
          class Orders {
            @GetMapping("/{id}")
            Order one(String id) { return null; }
            @PostMapping
            Order add() { return null; }
          }
        `,
        'src/main/java/com/acme/Routes.java': `
          package com.acme;
          class Routes {
            RouterFunction<ServerResponse> routes(ItemHandler handler) {
              return route().path("/items", b -> b.GET("/{id}", handler::one)).build();
            }
          }
        `,
        'src/main/java/com/acme/ItemHandler.java': `
          package com.acme;
          class ItemHandler {
            Mono<ServerResponse> one(ServerRequest request) { return null; }
          }
        `,
        'src/main/java/com/acme/Hello.java': `
          package com.acme;
          @Path("/hello")
          class Hello {
            @GET
            @Path("{name}")
            String hello() { return ""; }
          }
        `,
      },
      'GET /api/orders/{id}',
      'POST /api/orders',
      'DELETE /api/orders/{id}',
      'GET /items/{id}',
      'GET /hello/{name}',
      'GET /owners/{id}',
    ),
  ).toMatchInlineSnapshot(`
    "
    GET /api/orders/{id} → src/main/java/com/acme/Orders.java:6 high, src/main/java/com/acme/Orders.java:5 medium
    POST /api/orders → src/main/java/com/acme/Orders.java:8 medium, src/main/java/com/acme/Orders.java:7 low
    DELETE /api/orders/{id} → none
    GET /items/{id} → src/main/java/com/acme/ItemHandler.java:3 high, src/main/java/com/acme/Routes.java:4 medium
    GET /hello/{name} → src/main/java/com/acme/Hello.java:6 high, src/main/java/com/acme/Hello.java:4 medium
    GET /owners/{id} → none
    "
  `);
});

test('ASP.NET Core', async () => {
  expect(
    await handled(
      'dotnet',
      {
        'Controllers/OrdersController.cs': `
          namespace Shop.Controllers;
          [Route("api/[controller]")]
          public class OrdersController : ControllerBase
          {
              [HttpGet("{id:int}")]
              public IActionResult Get(int id) => Ok();
          }
        `,
        'Controllers/HomeController.cs': `
          namespace Shop.Controllers;
          public class HomeController : Controller
          {
              public IActionResult Index() => View();
              public IActionResult About() => View();
          }
        `,
        'Program.cs': `
          var app = builder.Build();
          app.MapGet("/ping", () => "pong");
          var items = app.MapGroup("/items");
          items.MapGet("/{id}", Items.One);
          app.MapGroup("/users").MapUsers();
        `,
        'Items.cs':
          'namespace Shop;\nstatic class Items\n{\n    public static IResult One(int id) => Results.Ok();\n}\n',
        'Users.cs': `
          namespace Shop;
          static class UserEndpoints
          {
              public static void MapUsers(this IEndpointRouteBuilder routes)
              {
                  routes.MapGet("/{id}", (int id) => id);
              }
          }
        `,
      },
      'GET api/Orders/{id:int}',
      'GET /ping',
      'GET /items/{id}',
      'GET /users/{id}',
      'GET - /Home/About',
      'GET - /',
    ),
  ).toMatchInlineSnapshot(`
    "
    GET api/Orders/{id:int} → Controllers/OrdersController.cs:6 high
    GET /ping → Program.cs:2 high
    GET /items/{id} → Items.cs:4 medium, Program.cs:4 medium
    GET /users/{id} → Users.cs:6 high
    GET - /Home/About → Controllers/HomeController.cs:5 high
    GET - / → Controllers/HomeController.cs:4 high
    "
  `);
});

test('Laravel and Symfony', async () => {
  expect(
    await handled(
      'php',
      {
        'routes/api.php': `
          <?php
          use App\\Http\\Controllers\\UserController;
          Route::get('users/{user}', [UserController::class, 'show']);
          Route::prefix('admin')->group(function () {
              Route::apiResource('photos', PhotoController::class);
          });
        `,
        'composer.json': JSON.stringify({ autoload: { 'psr-4': { 'App\\': ['app/', 'src/'] } } }),
        'routes/web.php': `
          <?php
          Route::get('users/{user}', function ($user) { return $user; });
        `,
        'app/Http/Controllers/UserController.php': `
          <?php
          namespace App\\Http\\Controllers;
          class UserController extends Controller
          {
              public function show($user) {}
          }
        `,
        'app/Http/Controllers/PhotoController.php': `
          <?php
          namespace App\\Http\\Controllers;
          class PhotoController extends Controller
          {
              public function index() {}
              public function show($id) {}
          }
        `,
        'src/Controller/OrderController.php': `
          <?php
          namespace App\\Controller;
          #[Route('/orders', name: 'order_')]
          class OrderController
          {
              #[Route('/{id}', name: 'show')]
              public function show($id) {}
              #[Route('/list')]
              public function list() {}
          }
        `,
      },
      'GET api/users/{user}',
      'GET users/{user}',
      'GET api/admin/photos',
      'GET api/admin/photos/{photo}',
      'GET order_show',
      'GET order_app_order_list',
      'GET nothing_like_it',
    ),
  ).toMatchInlineSnapshot(`
    "
    GET api/users/{user} → app/Http/Controllers/UserController.php:5 high, routes/api.php:3 medium
    GET users/{user} → routes/web.php:2 high
    GET api/admin/photos → app/Http/Controllers/PhotoController.php:5 medium, routes/api.php:5 medium
    GET api/admin/photos/{photo} → app/Http/Controllers/PhotoController.php:6 medium, routes/api.php:5 medium
    GET order_show → src/Controller/OrderController.php:7 high
    GET order_app_order_list → src/Controller/OrderController.php:9 high
    GET nothing_like_it → none
    "
  `);
});

test('Rails, Sinatra and Grape', async () => {
  expect(
    await handled(
      'ruby',
      {
        'config/routes.rb': `
          Rails.application.routes.draw do
            root 'home#index'
            resources :orders, only: [:index, :show]
            namespace :admin do
              resources :orders, only: [:show]
            end
            mount Api::Root => '/api'
          end
        `,
        'app/controllers/orders_controller.rb':
          'class OrdersController\n  def index; end\n  def show; end\nend\n',
        'app/controllers/home_controller.rb': 'class HomeController\n  def index\n  end\nend\n',
        'app/controllers/admin/orders_controller.rb':
          'module Admin\n  class OrdersController\n    def show; end\n  end\nend\n',
        'app/api/api/root.rb': `
          module Api
            class Root < Grape::API
              version 'v1', using: :path
              resource :things do
                get ':id' do
                end
              end
            end
          end
        `,
        'sinatra.rb': `
          require 'sinatra'
          get '/a/:b' do
          end
        `,
      },
      'GET /orders(.:format)',
      'GET /orders/:id(.:format)',
      'GET /admin/orders/:id',
      'GET /',
      'GET /api/v1/things/:id',
      'GET /v1/things/:id',
      'GET /a/:b',
    ),
  ).toMatchInlineSnapshot(`
    "
    GET /orders(.:format) → app/controllers/orders_controller.rb:2 high, config/routes.rb:3 medium
    GET /orders/:id(.:format) → app/controllers/orders_controller.rb:3 high, config/routes.rb:3 medium
    GET /admin/orders/:id → app/controllers/admin/orders_controller.rb:3 high, config/routes.rb:5 medium
    GET / → app/controllers/home_controller.rb:2 high, config/routes.rb:2 medium
    GET /api/v1/things/:id → app/api/api/root.rb:5 high
    GET /v1/things/:id → app/api/api/root.rb:5 medium
    GET /a/:b → sinatra.rb:2 high
    "
  `);
});

test('Django at the root, and its REST framework under any name', async () => {
  expect(
    await handled(
      'python',
      {
        'shop/urls.py': `
          from django.urls import include, path
          from rest_framework.routers import SimpleRouter
          from . import views
          internal = SimpleRouter(trailing_slash=False)
          internal.register("stock", views.StockViewSet, "stock")
          urlpatterns = [
              path("", views.home),
              path("internal/", include(internal.urls)),
          ]
        `,
        'shop/views.py': `
          def home(request):
              pass
          class StockViewSet(ViewSet):
              def list(self, request):
                  pass
        `,
      },
      'GET ',
      'GET - /',
      'GET internal/stock$',
    ),
  ).toMatchInlineSnapshot(`
    "
    GET  → shop/views.py:1 high, shop/urls.py:7 medium
    GET - / → shop/views.py:1 high, shop/urls.py:7 medium
    GET internal/stock$ → shop/views.py:4 high, shop/urls.py:5 medium
    "
  `);
});

test('routes of interfaces and base classes, and controllers of a namespace in part', async () => {
  expect(
    await handled(
      'java',
      {
        'api/BookApi.java': `
          package com.acme.api;
          @RequestMapping("/books")
          public interface BookApi {
            @GetMapping("/{isbn}")
            Book one(String isbn);
          }
        `,
        'web/BookController.java': `
          package com.acme.web;
          @RestController
          class BookController implements BookApi {
            public Book one(String isbn) { return null; }
          }
        `,
      },
      'GET /books/{isbn}',
    ),
  ).toMatchInlineSnapshot(`
    "
    GET /books/{isbn} → web/BookController.java:4 high, api/BookApi.java:4 medium
    "
  `);
  expect(
    await handled(
      'dotnet',
      {
        'Base/ApiControllerBase.cs': `
          [Route("api/[controller]")]
          public abstract class ApiControllerBase : ControllerBase {}
        `,
        'OrdersController.cs': `
          public class OrdersController : ApiControllerBase {
            [HttpGet("{id}")]
            public IActionResult One(string id) => Ok();
          }
        `,
      },
      'GET api/Orders/{id}',
      'GET - /robots.txt',
    ),
  ).toMatchInlineSnapshot(`
    "
    GET api/Orders/{id} → OrdersController.cs:3 high
    GET - /robots.txt → none
    "
  `);
  expect(
    await handled(
      'php',
      {
        'composer.json': '{"autoload": {"psr-4": {"App\\\\": "app/"}}}',
        'routes/web.php': `
          <?php
          use App\\Http\\Controllers\\Admin;
          Route::get('/products', [Admin\\ProductController::class, 'index']);
        `,
        'app/Http/Controllers/Admin/ProductController.php': `
          <?php
          namespace App\\Http\\Controllers\\Admin;
          class ProductController {
            public function index() {}
          }
        `,
        'app/Http/Controllers/ProductController.php': `
          <?php
          namespace App\\Http\\Controllers;
          class ProductController {
            public function index() {}
          }
        `,
      },
      'GET products',
    ),
  ).toMatchInlineSnapshot(`
    "
    GET products → app/Http/Controllers/Admin/ProductController.php:4 high, routes/web.php:3 medium
    "
  `);
});
