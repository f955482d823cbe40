import sqlite3

from opentelemetry.trace import get_tracer

tracer = get_tracer("jobs.store", "1.0")


class Store:
    def __init__(self):
        self.connection = sqlite3.connect(":memory:", check_same_thread=False)
        cursor = self.connection.cursor()
        cursor.execute("CREATE TABLE results (number INTEGER, text TEXT)")

    def find(self, number):
        cursor = self.connection.cursor()
        cursor.execute("SELECT text FROM results " "WHERE number = ?", (number,))
        return cursor.fetchone()

    def save(self, number, text):
        with tracer.start_as_current_span("save"):
            cursor = self.connection.cursor()
            cursor.execute(
                "INSERT INTO results (number, text) "
                "VALUES (?, ?)",
                (number, text),
            )
            self.connection.commit()
