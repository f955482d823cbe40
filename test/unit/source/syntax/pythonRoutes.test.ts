import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

async function routes(snippet: string): Promise<string> {
  return `\n${await factsPicture('/w/shop/app.py', snippet, 'routers', 'routes', 'mounts')}\n`;
}

test('FastAPI and Starlette', async () => {
  expect(
    await routes(`
    from fastapi import APIRouter, FastAPI
    from starlette.routing import Mount, Route, WebSocketRoute
    from . import users
    from .orders import router as orders_router

    PREFIX = "/v1"
    app = FastAPI()
    router = APIRouter(prefix="/items", tags=["items"])

    @router.get("/{item_id}", response_model=Item)
    @cached
    async def read_item(item_id: int): ...

    @router.post("")
    def create_item(): ...

    @app.api_route("/any", methods=["GET", "HEAD"])
    def any_route(): ...

    @app.websocket("/ws")
    async def ws(): ...

    def create_app():
        api = APIRouter()
        @api.delete(path=PREFIX + "/x")
        def inner(): ...
        app.include_router(users.router, prefix=f"{PREFIX}/users")
        app.include_router(orders_router)
        app.add_api_route("/added", users.added, methods=["PUT"])

    app.mount("/sub", sub_app)
    routes = [
        Route("/home", endpoint=home, methods=["GET"]),
        Mount("/deep", routes=[Route("/a", A), Mount("/er", routes=[WebSocketRoute("/b", views.b)])]),
        Mount("/static", app=static_app),
    ]
    `),
  ).toMatchInlineSnapshot(`
    "
    router router '/items' 8:10
    router api '' 24:11
    route GET '/{item_id}' on router -> here read_item 12:11 (fastapi) 10:2
    route POST '' on router -> here create_item 15:5 (fastapi) 14:2
    route GET,HEAD '/any' on app -> here any_route 18:5 (fastapi) 17:2
    route ANY '/ws' on app -> here ws 21:11 (fastapi) 20:2
    route DELETE '/v1/x' on api in create_app -> here create_app.inner 26:9 (fastapi) 25:6
    route PUT '/added' on app in create_app -> users.added (fastapi) 29:5
    route GET '/home' on routes -> home (fastapi) 33:5
    route ANY '/deep/a' on routes -> A (fastapi) 34:28
    route ANY '/deep/er/b' on routes -> views.b (fastapi) 34:65
    mount users.router at '/v1/users' on app in create_app 27:5
    mount orders_router at '' on app in create_app 28:5
    mount sub_app at '/sub' on app 31:1
    mount static_app at '/static' on routes 35:5
    "
  `);
});

test('Flask, its blueprints and classes', async () => {
  expect(
    await routes(`
    from flask import Blueprint, Flask
    from flask.views import MethodView
    from .admin import bp as admin_bp

    bp = Blueprint("users", __name__, url_prefix="/users")

    @bp.route("/<int:id>")
    def show(id): ...

    @bp.route("/", methods=["GET", "POST"])
    @login_required
    def users(): ...

    @bp.post("/login")
    def login(): ...

    class OrderApi(MethodView):
        def get(self): ...

    def create_app():
        app = Flask(__name__)
        app.register_blueprint(bp)
        app.register_blueprint(admin_bp, url_prefix="/admin")
        app.add_url_rule("/orders", view_func=OrderApi.as_view("orders"), methods=["GET"])
        app.add_url_rule("/health", "health", health)
        api.add_resource(Todo, "/todos/<id>", "/t/<id>")
    `),
  ).toMatchInlineSnapshot(`
    "
    router bp '/users' 5:6
    route GET '/<int:id>' on bp -> here show 8:5 (flask) 7:2
    route GET,POST '/' on bp -> here users 12:5 (flask) 10:2
    route POST '/login' on bp -> here login 15:5 (flask) 14:2
    route GET '/orders' on app in create_app -> OrderApi (flask) 24:5
    route ANY '/health' on app in create_app -> health (flask) 25:5
    route ANY '/todos/<id>' on api in create_app -> Todo (flask) 26:5
    route ANY '/t/<id>' on api in create_app -> Todo (flask) 26:5
    mount bp at '' on app in create_app 22:5
    mount admin_bp at '/admin' on app in create_app 23:5
    "
  `);
});

test('flask-restx: classes under namespaces', async () => {
  expect(
    await routes(`
    from flask_restx import Namespace, Resource
    ns = Namespace("orders", path="/orders")
    plain = Namespace("plain")

    @ns.route("/", "/all")
    class Orders(Resource):
        def get(self): ...
        @ns.expect(model)
        def post(self): ...
        def helper(self): ...

    api.add_namespace(ns)
    `),
  ).toMatchInlineSnapshot(`
    "
    router ns '/orders' 2:6
    router plain '/plain' 3:9
    route GET '/' on ns -> here Orders.get 7:9 (flask_restx) 5:2
    route POST '/' on ns -> here Orders.post 9:9 (flask_restx) 5:2
    route GET '/all' on ns -> here Orders.get 7:9 (flask_restx) 5:2
    route POST '/all' on ns -> here Orders.post 9:9 (flask_restx) 5:2
    mount ns at '' on api 12:1
    "
  `);
});

test('Django and its REST framework', async () => {
  expect(
    await routes(`
    from django.urls import include, path, re_path
    from rest_framework.routers import DefaultRouter
    from . import views
    from .orders import OrderViewSet, order_list

    router = DefaultRouter()
    router.register(r"orders", OrderViewSet, basename="order")

    extra = [path("x/", views.x)]
    urlpatterns = [
        path("", views.index),
        path("orders/<int:pk>/", views.OrderView.as_view(), name="order"),
        path("secret/", login_required(views.secret)),
        path("cached/", cache_page(60)(order_list)),
        re_path(r"^old/(?P<year>[0-9]{4})/$", views.old),
        path("shop/", include("shop.urls")),
        path("api/", include(router.urls)),
        path("extra/", include((extra, "extra"))),
        path("in/", include([path("a/", views.a), re_path("^b/", include([path("c/", views.c)]))])),
    ]
    urlpatterns += [path("late/", lambda request: None)]

    class RefundViewSet(ModelViewSet):
        @action(detail=True, methods=["post"])
        def refund(self, request, pk=None): ...
        @action(detail=False, url_path="recent-ones")
        def recent(self, request): ...
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET 'orders/' on router -> OrderViewSet.list (rest_framework) 7:1
    route POST 'orders/' on router -> OrderViewSet.create (rest_framework) 7:1
    route GET 'orders/{pk}/' on router -> OrderViewSet.retrieve (rest_framework) 7:1
    route PUT 'orders/{pk}/' on router -> OrderViewSet.update (rest_framework) 7:1
    route PATCH 'orders/{pk}/' on router -> OrderViewSet.partial_update (rest_framework) 7:1
    route DELETE 'orders/{pk}/' on router -> OrderViewSet.destroy (rest_framework) 7:1
    route ANY 'x/' on extra -> views.x (rest_framework) 9:10
    route ANY '' on urlpatterns -> views.index (rest_framework) 11:5
    route ANY 'orders/<int:pk>/' on urlpatterns -> views.OrderView (rest_framework) 12:5
    route ANY 'secret/' on urlpatterns -> views.secret (rest_framework) 13:5
    route ANY 'cached/' on urlpatterns -> order_list (rest_framework) 14:5
    route ANY '^old/(?P<year>[0-9]{4})/$' on urlpatterns -> views.old (rest_framework) 15:5
    route ANY 'in/a/' on urlpatterns -> views.a (rest_framework) 19:26
    route ANY 'in/b/c/' on urlpatterns -> views.c (rest_framework) 19:71
    route ANY 'late/' on urlpatterns -> here 21:31 (rest_framework) 21:17
    route POST '{pk}/refund' on RefundViewSet in RefundViewSet -> here RefundViewSet.refund 25:9 (rest_framework) 24:6
    route GET 'recent-ones' on RefundViewSet in RefundViewSet -> here RefundViewSet.recent 27:9 (rest_framework) 26:6
    mount OrderViewSet at 'orders/' on router 7:1
    mount shop.urls at 'shop/' on urlpatterns 16:5
    mount router at 'api/' on urlpatterns 17:5
    mount extra at 'extra/' on urlpatterns 18:5
    "
  `);
});

test('aiohttp, Tornado, Falcon, Sanic, Bottle', async () => {
  expect(
    await routes(`
    from aiohttp import web
    routes = web.RouteTableDef()
    @routes.get("/a/{id}")
    async def a(request): ...
    app.router.add_get("/b", b)
    app.router.add_route("POST", "/c", handlers.c)
    app.add_routes([web.get("/d", d), web.view("/e", E), web.route("*", "/f", f)])
    app.add_subapp("/admin/", admin)
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/a/{id}' on routes -> here a 4:11 (aiohttp) 3:2
    route GET '/b' on app -> b (aiohttp) 5:1
    route POST '/c' on app -> handlers.c (aiohttp) 6:1
    route GET '/d' on app -> d (aiohttp) 7:17
    route ANY '/e' on app -> E (aiohttp) 7:35
    route ANY '/f' on app -> f (aiohttp) 7:54
    mount admin at '/admin/' on app 8:1
    "
  `);
  expect(
    await routes(`
    import tornado.web
    class App(tornado.web.Application):
        def __init__(self):
            handlers = [(r"/orders/(\\d+)", OrderHandler), (r"/", MainHandler, dict(a=1)), ("a", "b")]
    `),
  ).toMatchInlineSnapshot(`
    "
    route ANY '/orders/(\\d+)' on handlers in App.__init__ -> OrderHandler (tornado) 4:21
    route ANY '/' on handlers in App.__init__ -> MainHandler (tornado) 4:55
    "
  `);
  expect(
    await routes(`
    import falcon
    class Api:
        def __init__(self):
            self.app.add_route("/things/{id}", ThingResource(db))
            self.app.add_route("/x", self.x)
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/things/{id}' on app in Api.__init__ -> ThingResource.on_get (falcon) 4:9
    route POST '/things/{id}' on app in Api.__init__ -> ThingResource.on_post (falcon) 4:9
    route PUT '/things/{id}' on app in Api.__init__ -> ThingResource.on_put (falcon) 4:9
    route PATCH '/things/{id}' on app in Api.__init__ -> ThingResource.on_patch (falcon) 4:9
    route DELETE '/things/{id}' on app in Api.__init__ -> ThingResource.on_delete (falcon) 4:9
    route GET '/x' on app in Api.__init__ -> Api.x.on_get (falcon) 5:9
    route POST '/x' on app in Api.__init__ -> Api.x.on_post (falcon) 5:9
    route PUT '/x' on app in Api.__init__ -> Api.x.on_put (falcon) 5:9
    route PATCH '/x' on app in Api.__init__ -> Api.x.on_patch (falcon) 5:9
    route DELETE '/x' on app in Api.__init__ -> Api.x.on_delete (falcon) 5:9
    "
  `);
  expect(
    await routes(`
    from sanic import Blueprint, Sanic
    bp = Blueprint("b", url_prefix="/b")
    bp.add_route(handler, "/h", methods=["PUT"])
    app.blueprint(bp)
    `),
  ).toMatchInlineSnapshot(`
    "
    router bp '/b' 2:6
    route PUT '/h' on bp -> handler (sanic) 3:1
    mount bp at '' on app 4:1
    "
  `);
  expect(
    await routes(`
    from bottle import get, route
    @get("/hello/<name>")
    def hello(name): ...
    @route("/x", method=["GET", "POST"])
    def x(): ...
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/hello/<name>' on hello -> here hello 3:5 (bottle) 2:2
    route GET,POST '/x' on x -> here x 5:5 (bottle) 4:2
    "
  `);
});

test('Litestar: routes of controllers', async () => {
  expect(
    await routes(`
    from litestar import Controller, Litestar, Router, get, post
    class OrderController(Controller):
        path = "/orders"
        @get()
        async def all(self): ...
        @get("/{id:int}")
        async def one(self): ...
    @post("/health")
    async def health(): ...
    api = Router(path="/api", route_handlers=[OrderController, health])
    `),
  ).toMatchInlineSnapshot(`
    "
    router OrderController '/orders' 3:12
    route GET '' on OrderController in OrderController -> here OrderController.all 5:15 (litestar) 4:6
    route GET '/{id:int}' on OrderController in OrderController -> here OrderController.one 7:15 (litestar) 6:6
    route POST '/health' on health -> here health 9:11 (litestar) 8:2
    mount OrderController at '/api' on api 10:7
    mount health at '/api' on api 10:7
    "
  `);
});

test('requests, tests and other calls are no routes', async () => {
  expect(
    await routes(`
    import requests, httpx
    from fastapi.testclient import TestClient
    requests.get("/x")
    client.get("/x"); client.post("/x", handler)
    cache.get("/x", default)
    response = await session.put("/x", json=body)
    os.path.join("/a", b)
    path("a/", views.a)
    session.mount("https://", adapter)
    signals = Namespace()
    # @app.get("/comment")
    @mock.patch("shop.orders.get")
    def test_a(): ...
    @get("/declared")
    def declared(): ...
    @pytest.mark.parametrize("/x", [1])
    def test_b(): ...
    `),
  ).toMatchInlineSnapshot(`
    "
    nothing
    "
  `);
});
