from flask import Blueprint, current_app, jsonify, request
from flask.views import MethodView
from opentelemetry import trace

books = Blueprint("books", __name__)
tracer = trace.get_tracer(__name__)

FIND = "SELECT id, title, author FROM books WHERE id = ?"


class NoSuchBook(LookupError):
    pass


def create(database):
    cursor = database.cursor()
    cursor.execute("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, author TEXT)")
    cursor.executemany(
        "INSERT INTO books (title, author) VALUES (?, ?)",
        [("Solaris", "Lem"), ("Fiasko", "Lem"), ("Ubik", "Dick")],
    )


def database():
    return current_app.config["DATABASE"].cursor()


class Books(MethodView):
    def get(self):
        author = request.args.get("author")
        if author is None:
            rows = database().execute("""
                SELECT id, title
                FROM books
                ORDER BY title
            """)
        else:
            rows = self.by_author(author)
        return jsonify(list(rows))

    @staticmethod
    def by_author(author):
        with tracer.start_as_current_span(f"books of {author}") as span:
            span.set_attribute("author", author)
            return database().execute("SELECT id, title FROM books WHERE author = ?", (author,)).fetchall()

    def post(self):
        book = request.get_json()
        cursor = database()
        with tracer.start_as_current_span("add book"):
            cursor.execute("INSERT INTO books (title, author) VALUES (:title, :author)", book)
        return jsonify(id=cursor.lastrowid), 201


class Book(MethodView):
    def get(self, book_id):
        return jsonify(self.find(book_id))

    def put(self, book_id):
        title = request.get_json()["title"]
        self.find(book_id)
        database().execute("UPDATE books SET title = ? WHERE id = ?", (title, book_id))
        return jsonify(title=title)

    @tracer.start_as_current_span("remove book")
    def delete(self, book_id):
        database().execute("DELETE FROM books WHERE id = ?", (book_id,))
        return "", 204

    def find(self, book_id):
        row = database().execute(FIND, (book_id,)).fetchone()
        if row is None:
            raise NoSuchBook(f"There is no book {book_id}.")
        return row


books.add_url_rule("/books", view_func=Books.as_view("books"))
books.add_url_rule("/books/<int:book_id>", view_func=Book.as_view("book"))
