import asyncio
import json
from functools import wraps

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import DetailView
from opentelemetry import trace

from .models import Poll

tracer = trace.get_tracer(__name__)


def home(request):
    return HttpResponse("Polls")


def index(request):
    with tracer.start_as_current_span("latest polls"):
        polls = list(Poll.objects.order_by("-id")[:5])
    return JsonResponse([poll.question for poll in polls], safe=False)


def logged(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        with tracer.start_as_current_span(f"view {view.__name__}"):
            return view(request, *args, **kwargs)

    return wrapper


@logged
def results(request, pk):
    poll = get_object_or_404(Poll, pk=pk)
    return JsonResponse({"votes": poll.votes})


class PollDetail(DetailView):
    model = Poll

    def render_to_response(self, context):
        with tracer.start_as_current_span("render poll"):
            return JsonResponse({"question": context["poll"].question})


@method_decorator(csrf_exempt, name="dispatch")
class Vote(View):
    def post(self, request, pk):
        choice = json.loads(request.body)["choice"]
        with tracer.start_as_current_span("vote"):
            with connection.cursor() as cursor:
                cursor.execute("UPDATE polls_poll SET votes = votes + 1 WHERE id = %s", [pk])
        return JsonResponse({"choice": choice})


def export(request):
    def rows():
        yield "question\n"
        with connection.cursor() as cursor:
            cursor.execute("SELECT question FROM polls_poll")
            for (question,) in cursor.fetchall():
                yield f"{question}\n"

    return HttpResponse("".join(rows()), content_type="text/csv")


def archive(request, year):
    with tracer.start_as_current_span("open archive"):
        raise FileNotFoundError(f"The polls of {year} are lost.")


class About(View):
    def get(self, request):
        return HttpResponse("About")


async def slowly(request):
    with tracer.start_as_current_span("wait a little"):
        await asyncio.sleep(0.001)
    return HttpResponse("Done")
