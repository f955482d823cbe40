"""Works off a queue of jobs and ends when it is empty."""

import argparse
import asyncio
import logging
import multiprocessing

from opentelemetry import trace

from jobs import consumer, crawler, telemetry
from jobs.shop_queue import Queue
from jobs.store import Store

tracer = trace.get_tracer(__name__)
log = logging.getLogger(__name__)


def in_another_process(number):
    telemetry.start()
    with tracer.start_as_current_span("work elsewhere") as span:
        span.set_attribute("number", number)
    trace.get_tracer_provider().shutdown()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    telemetry.start()
    with tracer.start_as_current_span("worker"):
        queue = Queue("jobs")
        store = Store()
        for number in range(options.rounds):
            queue.send({"kind": "resize", "number": number})
            queue.send({"kind": "mail", "number": number})
        queue.send({"kind": "unknown"})
        consumer.run(queue, store)
        asyncio.run(crawler.crawl(["a", "b"]))
        with tracer.start_as_current_span("start another process"):
            process = multiprocessing.get_context("spawn").Process(target=in_another_process, args=(7,))
            process.start()
            process.join()
    trace.get_tracer_provider().shutdown()


if __name__ == "__main__":
    main()
