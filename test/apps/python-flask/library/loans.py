from concurrent.futures import ThreadPoolExecutor

from flask import Blueprint, jsonify
from opentelemetry import context, trace

from .timing import timed

bp = Blueprint("loans", __name__, url_prefix="/loans")
tracer = trace.get_tracer("library.loans")
pool = ThreadPoolExecutor(max_workers=2)


@bp.get("/list")
def list_loans():
    with tracer.start_as_current_span("list loans"):
        return jsonify([])


@bp.route("/return/<int:loan>", methods=["POST"])
def return_loan(loan):
    parent = context.get_current()
    pool.submit(thank_reader, loan, parent).result()
    return jsonify(loan=loan)


def thank_reader(loan, parent):
    with tracer.start_as_current_span("thank reader", context=parent):
        return loan


@bp.get("/overdue/<int:loan>")
@timed
def overdue(loan):
    with tracer.start_as_current_span("compute fine") as span:
        days = {}
        span.set_attribute("days", days[loan])
