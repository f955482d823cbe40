from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from .spans import Stopwatch, step, traced, tracer


@traced
def resize(job, store):
    with step("load image", number=job["number"]):
        store.find(job["number"])
    with Stopwatch("scale"):
        sizes = [64, 128]
    with ThreadPoolExecutor() as pool:
        for size in sizes:
            pool.submit(copy_context().run, lambda: write(size)).result()


def write(size):
    with step(f"write {size} px"):
        for name in parts():
            tracer.start_span("part " + name).end()


def parts():
    with tracer.start_as_current_span("list parts"):
        yield from ("top", "bottom")
