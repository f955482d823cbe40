from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import StaticPool

from .tracing import tracer

engine = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)


class Missing(Exception):
    pass


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str]
    customer: Mapped[int]


def prepare():
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Order(id=7, item="coffee", customer=3))
        session.commit()


def find_order(order_id: int) -> Order:
    with tracer.start_as_current_span("find order", attributes={"order.id": order_id}):
        with Session(engine) as session:
            order = session.get(Order, order_id)
        if order is None:
            raise Missing(f"There is no order {order_id}.")
        return order


def orders_of(customer: int) -> list[Order]:
    with Session(engine) as session:
        query = select(Order).where(Order.customer == customer)
        return list(session.scalars(query))


def all_orders() -> list[dict]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, item FROM orders ORDER BY id"))
        return [dict(row._mapping) for row in rows]


def save(item: str, quantity: int) -> int:
    with Session(engine) as session:
        with tracer.start_as_current_span(f"save {item}"):
            order = Order(item=f"{quantity} {item}", customer=3)
            session.add(order)
            session.commit()
            return order.id


def remove(order_id: int) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("DELETE FROM orders WHERE id = :id AND item != ''"),
            {"id": order_id},
        )
