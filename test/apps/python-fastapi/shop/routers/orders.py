from fastapi import APIRouter, BackgroundTasks, Depends, status
from pydantic import BaseModel

from .. import database, mail
from ..pricing import PriceList
from ..tracing import traced, tracer

router = APIRouter(prefix="/orders", tags=["orders"])


class NewOrder(BaseModel):
    item: str
    quantity: int = 1


@router.get("/")
async def list_orders():
    return database.all_orders()


@router.get("/{order_id}")
async def show_order(order_id: int, prices: PriceList = Depends(PriceList)):
    order = database.find_order(order_id)
    price = await prices.price_of(order.item)
    return {"id": order.id, "item": order.item, "price": price}


@router.post("/", status_code=status.HTTP_201_CREATED)
async def create_order(order: NewOrder, background: BackgroundTasks):
    await check_stock(order.item)
    order_id = database.save(order.item, order.quantity)
    background.add_task(mail.send_confirmation, order_id)
    return {"id": order_id}


@traced("check stock")
async def check_stock(item: str):
    span = tracer.start_span("look into warehouse")
    try:
        if not item:
            raise ValueError("Nothing is called like this.")
    finally:
        span.end()


@router.delete(
    "/{order_id}",
    status_code=status.HTTP_204_NO_CONTENT,
)
def delete_order(order_id: int):
    database.remove(order_id)
