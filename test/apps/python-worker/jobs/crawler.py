import asyncio

from opentelemetry import trace

tracer = trace.get_tracer("jobs.crawler")


async def crawl(pages):
    with tracer.start_as_current_span("crawl"):
        tasks = [asyncio.create_task(visit(page)) for page in pages]
        await asyncio.gather(*tasks)
        async for link in links():
            await asyncio.to_thread(remember, link)
        try:
            async with asyncio.timeout(1):
                await broken()
        except ValueError:
            pass


async def visit(page):
    with tracer.start_as_current_span("visit {}".format(page)):
        await asyncio.sleep(0.001)
        await asyncio.wait_for(parse(page), timeout=1)


@tracer.start_as_current_span("parse")
async def parse(page):
    return page.upper()


async def links():
    with tracer.start_as_current_span("find links"):
        yield "c"
        await asyncio.sleep(0)


def remember(link):
    with tracer.start_as_current_span("remember link"):
        return link


async def broken():
    with tracer.start_as_current_span("save"):
        raise ValueError("This page is broken.")
