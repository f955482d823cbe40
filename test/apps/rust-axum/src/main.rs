mod api;
mod telemetry;
mod tickets;

use axum::{Router, extract::MatchedPath, extract::Request, middleware, routing::get};
use tower_http::trace::TraceLayer;
use tracing::{Instrument, info, info_span};

#[tokio::main]
async fn main() {
    let provider = telemetry::start();
    let address = std::env::var("ADDRESS").expect("ADDRESS says where to listen");
    let app = Router::new()
        .route("/", get(home))
        .route("/healthz", get(|| async { "fine" }))
        .nest("/api", api::router())
        .nest("/admin", api::admin::router())
        .layer(middleware::from_fn(count_requests))
        .layer(
            TraceLayer::new_for_http().make_span_with(|request: &Request| {
                let route = request
                    .extensions()
                    .get::<MatchedPath>()
                    .map_or("", MatchedPath::as_str);
                info_span!(
                    "request",
                    otel.name = format!("{} {}", request.method(), route),
                    otel.kind = "server",
                    http.route = route,
                    http.request.method = %request.method(),
                )
            }),
        );
    let sweeper = tokio::spawn(tickets::sweep().instrument(info_span!("sweeper")));
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    axum::serve(listener, app)
        .with_graceful_shutdown(telemetry::terminated())
        .await
        .unwrap();
    sweeper.await.unwrap();
    provider.shutdown().unwrap();
}

async fn home() -> &'static str {
    "Tickets\n"
}

async fn count_requests(request: Request, next: middleware::Next) -> axum::response::Response {
    let path = request.uri().path().to_owned();
    let response = next
        .run(request)
        .instrument(info_span!("count requests", path))
        .await;
    info!("served");
    response
}
