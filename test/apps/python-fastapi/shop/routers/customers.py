from fastapi import APIRouter

from ..database import orders_of

router = APIRouter()


async def list_customer_orders(customer_id: int):
    return [order.item for order in orders_of(customer_id)]


router.add_api_route("/{customer_id}/orders", list_customer_orders, methods=["GET"])
