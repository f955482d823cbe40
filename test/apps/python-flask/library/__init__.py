import os
import sqlite3

from flask import Flask, jsonify
from opentelemetry import trace

from . import catalogue
from .catalogue import NoSuchBook
from .loans import bp as loans
from .reports import Report
from .shelves import register_shelves

tracer = trace.get_tracer(__name__)


def create_app():
    app = Flask(__name__)
    app.config["DATABASE"] = sqlite3.connect(":memory:", check_same_thread=False)
    with tracer.start_as_current_span("create tables"):
        catalogue.create(app.config["DATABASE"])

    @app.before_request
    def remember_reader():
        with tracer.start_as_current_span("remember reader"):
            return None

    @app.errorhandler(NoSuchBook)
    def no_such_book(error):
        with tracer.start_as_current_span("explain missing book"):
            return jsonify(message=str(error)), 404

    @app.route("/")
    def index():
        return "Library"

    app.register_blueprint(catalogue.books, url_prefix="/api")
    app.register_blueprint(loans)
    register_shelves(app)
    app.add_url_rule("/report/<kind>", view_func=Report.as_view("report", os.environ["LOANS_URL"]))
    return app
