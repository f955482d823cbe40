from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from . import database
from .admin import admin
from .routers import customers, orders, prices
from .routers.orders_v2 import router as orders_v2
from .tracing import tracer


@asynccontextmanager
async def lifespan(app: FastAPI):
    with tracer.start_as_current_span("prepare database"):
        database.prepare()
    yield


app = FastAPI(title="Shop", lifespan=lifespan)
app.include_router(orders.router, prefix="/v1")
app.include_router(customers.router, prefix="/v1/customers")
app.include_router(prices.router, prefix="/v1")
app.include_router(orders_v2)
app.mount("/admin", admin)


@app.middleware("http")
async def count_requests(request: Request, call_next):
    with tracer.start_as_current_span("count request"):
        request.app.state.requests = getattr(request.app.state, "requests", 0) + 1
    return await call_next(request)


@app.exception_handler(database.Missing)
async def missing(request: Request, error: database.Missing):
    return JSONResponse({"detail": str(error)}, status_code=404)


@app.get("/health")
def health():
    return {"ok": True}
