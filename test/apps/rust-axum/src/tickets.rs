use opentelemetry::trace::{Span, SpanKind, Tracer};
use tracing::{error, info_span, instrument};

#[derive(Debug, Clone)]
pub struct Ticket {
    pub id: u32,
    pub seat: String,
}

#[derive(Debug)]
pub struct SoldOut;

impl std::fmt::Display for SoldOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no seat is left")
    }
}

impl std::error::Error for SoldOut {}

pub struct Office {
    price: u32,
}

impl Office {
    pub fn new() -> Self {
        Self { price: 12 }
    }

    #[instrument(skip(self))]
    pub async fn find(&self, id: u32) -> Option<Ticket> {
        let ticket = load(id).await;
        info_span!("price", ticket = id).in_scope(|| self.price * 2);
        ticket
    }

    #[instrument(name = "sell ticket", skip_all, err)]
    pub async fn sell(&self, seat: &str) -> Result<Ticket, SoldOut> {
        if seat == "A1" {
            error!("somebody sits there");
            return Err(SoldOut);
        }
        announce(seat);
        Ok(Ticket {
            id: 8,
            seat: seat.to_owned(),
        })
    }
}

#[instrument]
async fn load(id: u32) -> Option<Ticket> {
    (id < 100).then(|| Ticket {
        id,
        seat: format!("B{id}"),
    })
}

/// With the plain API of OpenTelemetry.
fn announce(seat: &str) {
    let tracer = opentelemetry::global::tracer("announcer");
    let mut span = tracer
        .span_builder("announce sale")
        .with_kind(SpanKind::Producer)
        .start(&tracer);
    span.set_attribute(opentelemetry::KeyValue::new("seat", seat.to_owned()));
    tracer.start(format!("ring {seat}")).end();
    span.end();
}

pub async fn sweep() {
    let span = info_span!(target: "cleaning", "sweep seats");
    let _guard = span.enter();
}
