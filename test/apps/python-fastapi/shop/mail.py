from .tracing import tracer


def send_confirmation(order_id: int):
    with tracer.start_as_current_span(
        "send mail",
        attributes={"order.id": order_id},
    ):
        return f"Thank you for order {order_id}."
