use axum::{Router, extract::Path, routing};

pub fn router() -> Router {
    Router::new()
        .route("/tickets/{id}", routing::get(inspect))
        .route("/close", routing::put(|| async { "closed\n" }))
}

/// What buyers do not see.
async fn inspect(Path(id): Path<u32>) -> String {
    tracing::info_span!("inspect", id).in_scope(|| format!("{id}: paid\n"))
}
