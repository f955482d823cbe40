from opentelemetry import trace

tracer = trace.get_tracer("polls.middleware")


def count_visits(get_response):
    def middleware(request):
        with tracer.start_as_current_span("count visit"):
            request.counted = True
        return get_response(request)

    return middleware
