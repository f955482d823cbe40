import threading

from opentelemetry import context, propagate, trace
from opentelemetry.trace import SpanKind, StatusCode

from . import images, mails

tracer = trace.get_tracer("jobs.consumer")
handlers = {"resize": images.resize, "mail": mails.send}


class Worker(threading.Thread):
    def __init__(self, queue, store, parent):
        super().__init__(name="worker")
        self.queue = queue
        self.store = store
        self.parent = parent

    def run(self):
        token = context.attach(self.parent)
        with tracer.start_as_current_span("drain queue"):
            while (message := self.queue.receive()) is not None:
                self.process(message)
        context.detach(token)

    def process(self, message):
        remote = propagate.extract(message.headers)
        span = tracer.start_span(
            "process %s" % self.queue.name,
            context=remote,
            kind=SpanKind.CONSUMER,
            attributes={"messaging.system": "memory", "messaging.destination.name": self.queue.name},
        )
        with trace.use_span(span, end_on_exit=True):
            try:
                handlers[message.body["kind"]](message.body, self.store)
            except KeyError as error:
                span.set_status(StatusCode.ERROR, f"Nobody handles {error}.")


def run(queue, store):
    workers = [Worker(queue, store, context.get_current())]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
