from fastapi import APIRouter

router = APIRouter()


@router.get("/prices/{item}")
def price(item: str):
    return {"price": len(item)}
