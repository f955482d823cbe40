import asyncio

from fastapi import FastAPI
from starlette.responses import StreamingResponse

from .database import all_orders
from .tracing import tracer

admin = FastAPI()


@admin.get("/report")
async def report():
    with tracer.start_as_current_span("report"):
        counts = await asyncio.gather(count("items"), count("customers"))
    return {"counts": counts}


async def count(what: str) -> int:
    with tracer.start_as_current_span(f"count {what}"):
        await asyncio.sleep(0.001)
        return len(all_orders())


@admin.get("/broken")
def broken():
    raise RuntimeError("This never works.")


@admin.get("/stream")
def stream():
    def lines():
        for number in range(2):
            with tracer.start_as_current_span("line of stream"):
                yield f"{number}\n"

    return StreamingResponse(lines(), media_type="text/plain")
