from flask import jsonify

from .timing import guarded


def show_shelf(shelf):
    return jsonify(shelf=shelf)


def list_books(shelf):
    return jsonify([])


@guarded("open")
def secret():
    return "open"


def register_shelves(app):
    app.add_url_rule("/api/shelves/<int:shelf>", "shelf", show_shelf)
    app.add_url_rule("/api/shelves/<int:shelf>/books", "shelf_books", view_func=list_books)
    app.add_url_rule("/secret", view_func=secret)
