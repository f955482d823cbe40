import { beforeEach, expect, test } from 'vitest';
import { preparePython, runPython } from './pythonProgram.ts';

const obstacle = await preparePython();

beforeEach(({ skip }) => skip(obstacle !== undefined, obstacle));

/** The lines of requests and messages only. */
async function handlersOf(source: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const { output, picture, spans } = await runPython(source, { files });
  expect(output).toBe('');
  const lines = picture.split('\n').slice(1);
  return lines.filter((_, i) => ['SERVER', 'CONSUMER'].includes(spans[i]?.kind ?? '')).join('\n');
}

test('Flask: functions, decorated ones, classes', async () => {
  const handlers = await handlersOf(`
import recorded
from functools import wraps
from flask import Flask
from flask.views import MethodView, View
from opentelemetry.instrumentation.flask import FlaskInstrumentor

app = Flask(__name__)
FlaskInstrumentor().instrument_app(app)

def login(view):
    @wraps(view)
    def check(*args, **kwargs):
        return view(*args, **kwargs)
    return check

def careless(view):
    def check(*args, **kwargs):
        return view(*args, **kwargs)
    return check

@app.get("/plain")
def plain(): return ""

@app.get("/login")
@login
def with_login(): return ""

app.add_url_rule("/careless", "careless", careless(lambda: ""))

class Both(MethodView):
    def get(self): return ""
    def post(self): return ""

class Whole(View):
    def dispatch_request(self): return ""

app.add_url_rule("/both", view_func=Both.as_view("both"))
app.add_url_rule("/whole", view_func=Whole.as_view("whole"))
client = app.test_client()
for path in ("/plain", "/login", "/careless", "/both", "/whole", "/static/none", "/none"):
    client.get(path)
client.head("/both")
client.post("/both")
`);
  expect(handlers).toBe(
    `
GET /plain: 21 @app.get("/plain") (__main__.plain)
GET /login: 24 @app.get("/login") (__main__.with_login)
GET /careless: 28 app.add_url_rule("/careless", "careless", careless(lambda: "")) (__main__.<lambda>)
GET /both: 31 def get(self): return "" (__main__.Both.get)
GET /whole: 35 def dispatch_request(self): return "" (__main__.Whole.dispatch_request)
GET /static/<path:filename>: nowhere
GET /none: nowhere
HEAD /both: 31 def get(self): return "" (__main__.Both.get)
POST /both: 32 def post(self): return "" (__main__.Both.post)`.slice(1),
  );
});

test('Starlette and FastAPI: functions, classes, sockets, the wrong verb', async () => {
  const handlers = await handlersOf(`
import functools, recorded, warnings
warnings.simplefilter("ignore")
from fastapi import APIRouter, FastAPI, WebSocket
from starlette.endpoints import HTTPEndpoint
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor

router = APIRouter(prefix="/deep")

@router.get("/{key}")
async def deep(key: str): return key

def given(greeting): return greeting

class Endpoint(HTTPEndpoint):
    async def get(self, request):
        from starlette.responses import Response
        return Response()

app = FastAPI(routes=[Route("/endpoint", Endpoint)])
app.include_router(router, prefix="/very")
app.add_api_route("/given", functools.partial(given, "hello"))

@app.websocket("/socket")
async def socket(socket: WebSocket):
    await socket.accept()
    await socket.close()

FastAPIInstrumentor.instrument_app(app)
client = TestClient(app)
for path in ("/very/deep/1", "/given", "/endpoint", "/none"):
    client.get(path)
client.delete("/given")
with client.websocket_connect("/socket"):
    pass
`);
  expect(handlers).toBe(
    `
GET /very/deep/{key}: 11 @router.get("/{key}") (__main__.deep)
GET /given: 14 def given(greeting): return greeting (__main__.given)
GET /endpoint: 17 async def get(self, request): (__main__.Endpoint.get)
GET: nowhere
DELETE /given: nowhere
HTTP /socket: 25 @app.websocket("/socket") (__main__.socket)`.slice(1),
  );
});

test('Django: functions, decorated ones, classes, what is inherited', async () => {
  const handlers = await handlersOf(
    `
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
import logging, recorded
logging.disable()
from opentelemetry.instrumentation.django import DjangoInstrumentor
DjangoInstrumentor().instrument()
import django
django.setup()
from django.test import Client
client = Client()
for path in ("/plain/", "/class/", "/inherited/", "/none/"):
    client.get(path)
client.post("/class/")
`,
    {
      'settings.py':
        'SECRET_KEY = "x"\nROOT_URLCONF = "urls"\nALLOWED_HOSTS = ["*"]\nLOGGING_CONFIG = None\nUSE_TZ = True\n',
      'urls.py': `from django.http import HttpResponse
from django.urls import path
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView

@csrf_exempt
def plain(request): return HttpResponse()

class Both(View):
    def get(self, request): return HttpResponse()
    def post(self, request): return HttpResponse()

class Inherited(RedirectView):
    url = "/plain/"

urlpatterns = [
    path("plain/", plain),
    path("class/", csrf_exempt(Both.as_view())),
    path("inherited/", Inherited.as_view()),
]
`,
    },
  );
  expect(handlers).toBe(
    `
GET plain/: urls.py 7 @csrf_exempt (urls.plain)
GET class/: urls.py 11 def get(self, request): return HttpResponse() (urls.Both.get)
GET inherited/: urls.py 14 class Inherited(RedirectView): (urls.Inherited)
GET: nowhere
POST class/: urls.py 12 def post(self, request): return HttpResponse() (urls.Both.post)`.slice(1),
  );
});

test('aiohttp: functions and classes', async () => {
  const handlers = await handlersOf(`
import asyncio, recorded
from opentelemetry.instrumentation.aiohttp_server import AioHttpServerInstrumentor
AioHttpServerInstrumentor().instrument()
from aiohttp import ClientSession, web

async def plain(request):
    return web.Response()

class View(web.View):
    async def get(self):
        return web.Response()

async def main():
    app = web.Application()
    app.router.add_get("/plain/{key}", plain)
    app.router.add_view("/view", View)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    async with ClientSession() as session:
        for path in ("/plain/1", "/view", "/none"):
            await (await session.get(f"http://127.0.0.1:{port}{path}")).read()
    await runner.cleanup()

asyncio.run(main())
`);
  expect(handlers).toBe(
    `
GET /plain/{key}: 6 async def plain(request): (__main__.plain)
GET /view: 10 async def get(self): (__main__.View.get)
GET: nowhere`.slice(1),
  );
});

test('Tornado: the method for the verb', async () => {
  const handlers = await handlersOf(`
import asyncio, recorded
from opentelemetry.instrumentation.tornado import TornadoInstrumentor
TornadoInstrumentor().instrument()
import tornado.httpclient, tornado.web

class Page(tornado.web.RequestHandler):
    def get(self, key):
        self.write(key)

    async def post(self, key):
        self.write(key)

async def main():
    server = tornado.web.Application([("/page/(.*)", Page)]).listen(0, "127.0.0.1")
    port = list(server._sockets.values())[0].getsockname()[1]
    client = tornado.httpclient.AsyncHTTPClient()
    await client.fetch(f"http://127.0.0.1:{port}/page/1")
    await client.fetch(f"http://127.0.0.1:{port}/page/1", method="POST", body="")

asyncio.run(main())
`);
  expect(handlers.split('\n').map((line) => line.slice(line.indexOf(': ') + 2))).toEqual([
    '7 def get(self, key): (__main__.Page.get)',
    '10 async def post(self, key): (__main__.Page.post)',
  ]);
});

test('Celery: the task', async () => {
  const { picture, output } = await runPython(`
import recorded
from celery import Celery
from celery.contrib.testing.worker import start_worker
from opentelemetry.instrumentation.celery import CeleryInstrumentor
CeleryInstrumentor().instrument()
app = Celery("app", broker="memory://", backend="cache+memory://")

@app.task
def add(a, b):
    return a + b

@app.task(bind=True)
def bound(self):
    recorded.tracer.start_span("inside").end()

with start_worker(app, perform_ping_check=False, loglevel="critical"):
    add.delay(1, 2).get(timeout=20)
    bound.apply_async().get(timeout=20)
`);
  expect(output).toBe('');
  expect(picture.split('\n').sort().join('\n')).toBe(`
apply_async/app.add: 17 add.delay(1, 2).get(timeout=20) (__main__.<module>)
apply_async/app.bound: 18 bound.apply_async().get(timeout=20) (__main__.<module>)
inside: 14 recorded.tracer.start_span("inside").end() (__main__.bound)
run/app.add: 8 @app.task (__main__.add)
run/app.bound: 12 @app.task(bind=True) (__main__.bound)`);
});
