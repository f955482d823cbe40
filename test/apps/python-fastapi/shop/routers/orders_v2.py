from fastapi import APIRouter

from .. import database

router = APIRouter(prefix="/v2/orders")


@router.get("/{order_id}")
async def show_order(order_id: int):
    order = database.find_order(order_id)
    return {"order": {"id": order.id, "item": order.item}}
