pub mod admin;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post},
};
use serde::Deserialize;
use tracing::{Span, field, instrument};

use crate::tickets::Office;

pub fn router() -> Router {
    let office = Arc::new(Office::new());
    let shows = Router::new()
        .route("/", get(list_shows))
        .route("/{show}/seats", get(free_seats));
    Router::new()
        .route("/tickets", post(buy))
        .route("/tickets/{id}", get(show_ticket).delete(give_back))
        .nest("/shows", shows)
        .with_state(office)
}

#[derive(Deserialize)]
struct Order {
    seat: String,
}

async fn show_ticket(
    State(office): State<Arc<Office>>,
    Path(id): Path<u32>,
) -> Result<String, StatusCode> {
    let ticket = office.find(id).await.ok_or(StatusCode::NOT_FOUND)?;
    Ok(format!("{} {}", ticket.id, ticket.seat))
}

async fn buy(
    State(office): State<Arc<Office>>,
    Json(order): Json<Order>,
) -> Result<StatusCode, StatusCode> {
    match office.sell(&order.seat).await {
        Ok(_) => Ok(StatusCode::CREATED),
        Err(_) => Err(StatusCode::CONFLICT),
    }
}

#[instrument(fields(refund = field::Empty))]
async fn give_back(Path(id): Path<u32>) -> StatusCode {
    Span::current().record("refund", 12);
    StatusCode::NO_CONTENT
}

async fn list_shows() -> &'static str {
    "Hamlet\n"
}

#[instrument(level = "info")]
async fn free_seats(Path(show): Path<String>) -> String {
    format!("{show}: 3\n")
}
