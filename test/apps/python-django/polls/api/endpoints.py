import json

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views import View
from django.views.decorators.http import require_GET
from opentelemetry.trace import get_tracer

from ..models import Poll

tracer = get_tracer("polls.api")


class Endpoint(View):
    def dispatch(self, request, *args, **kwargs):
        with tracer.start_as_current_span("authorize"):
            request.allowed = True
        return super().dispatch(request, *args, **kwargs)


class PollEndpoint(Endpoint):
    def get(self, request, pk):
        return JsonResponse({"question": self.poll(pk).question})

    def patch(self, request, pk):
        poll = self.poll(pk)
        poll.question = json.loads(request.body)["question"]
        with tracer.start_as_current_span("rename poll"):
            poll.save()
        return JsonResponse({"question": poll.question})

    def poll(self, pk):
        return get_object_or_404(Poll, pk=pk)


@require_GET
def recent(request):
    questions = Poll.objects.values_list("question", flat=True)
    return JsonResponse(list(questions), safe=False)
