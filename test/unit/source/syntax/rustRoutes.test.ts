import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

async function routes(snippet: string): Promise<string> {
  return `\n${await factsPicture('/w/src/main.rs', snippet, 'routes', 'mounts')}\n`;
}

test('axum: chains of methods, routers in routers, functions that give routers back', async () => {
  expect(
    await routes(`
    use axum::{routing::{get, post as create}, Router};
    use crate::orders;
    mod users;

    pub fn app(state: State) -> Router {
        let api = Router::new()
            .route("/x/{id}", get(show).post(handlers::make).layer(limit))
            .route("/closure", get(|| async { "x" }));
        Router::new()
            .nest("/api", api)
            .nest("/users", users::router().with_state(state))
            .nest(
                "/inline",
                Router::new()
                    .route("/a", create(make))
                    .nest("/deep", Router::new().route("/b", axum::routing::delete(orders::del))),
            )
            .merge(orders::router())
            .merge(handlers::deep::router())
            .route("/on", on(MethodFilter::GET.or(MethodFilter::HEAD), show))
            .route("/any", any(show::<Db>))
            .layer(TraceLayer::new_for_http())
    }

    impl Api {
        fn routes(&self) -> Router {
            let mut router = Router::new();
            router = router.route("/self", get(Self::index));
            router
        }
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/closure' on api in app -> here 8:32 (axum) 8:10
    route GET '/x/{id}' on api in app -> show (axum) 7:10
    route POST '/x/{id}' on api in app -> handlers::make (axum) 7:10
    route ANY '/any' in app -> show (axum) 21:10
    route GET,HEAD '/on' in app -> show (axum) 20:10
    route POST '/inline/a' in app -> make (axum) 15:18
    route DELETE '/inline/deep/b' in app -> orders::del (axum) 16:46
    route GET '/self' on router in Api.routes -> Api::index (axum) 28:25
    mount handlers::deep.router at '' in app 19:10
    mount orders.router at '' in app 18:10
    mount users.router at '/users' in app 11:10
    mount api at '/api' in app 10:10
    "
  `);
});

test('Actix: attributes, scopes and resources', async () => {
  expect(
    await routes(`
    use actix_web::{get, web, App};

    #[get("/users/{id}")]
    async fn show(id: web::Path<u8>) -> impl Responder { "" }

    #[actix_web::route("/multi", method = "GET", method = "POST")]
    #[instrument]
    async fn multi() {}

    fn config(cfg: &mut web::ServiceConfig) {
        cfg.service(
            web::scope("/v1")
                .service(show)
                .service(web::resource("/r/{id}").route(web::get().to(read)).route(web::post().to(orders::create)))
                .route("/direct", web::put().to(direct))
                .configure(users::config),
        );
        cfg.service(web::resource("/any").to(any));
    }

    fn main() {
        HttpServer::new(move || App::new().wrap(TracingLogger::default()).configure(config).service(index))
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/users/{id}' on show -> here show 4:10 (actix_web) 3:1
    route GET,POST '/multi' on multi -> here multi 8:10 (actix_web) 6:1
    route PUT '/v1/direct' on cfg in config -> direct (actix_web) 15:14
    route POST '/v1/r/{id}' on cfg in config -> orders::create (actix_web) 14:74
    route GET '/v1/r/{id}' on cfg in config -> read (actix_web) 14:47
    route ANY '/any' on cfg in config -> any (actix_web) 18:39
    mount users.config at '/v1' on cfg in config 16:14
    mount show at '/v1' on cfg in config 13:14
    mount index at '' in main 22:89
    mount config at '' in main 22:71
    "
  `);
});

test('Rocket', async () => {
  expect(
    await routes(`
    use rocket::{get, launch, routes};

    #[rocket::post("/orders/<id>?<page>", data = "<order>")]
    fn order(id: u8) {}

    #[launch]
    fn rocket() -> _ {
        rocket::build().mount("/api", routes![order, users::list])
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    route POST '/orders/<id>' on order -> here order 4:4 (rocket) 3:1
    mount order at '/api' in rocket 8:21
    mount users.list at '/api' in rocket 8:21
    "
  `);
});

test('requests and maps are no routes', async () => {
  expect(
    await routes(`
    use axum::Router;
    // Router::new().route("/comment", get(h))
    fn main() {
        reqwest::get("/x");
        client.get("/x").send();
        map.get("/x");
        request.route("/x");
        planner.route("/a", "/b");
        planner.route("/a", shortest(path));
        #[cfg(test)]
        server.get("/x").await;
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    nothing
    "
  `);
});

test('a chain of many routes', async () => {
  const chain = Array.from({ length: 800 }, (_, index) => `.route("/r${index}", get(h))`).join('\n');
  const picture = await routes(`use axum::Router;\nfn app() -> Router { Router::new()\n${chain} }\n`);
  expect(picture.match(/route GET '\/r\d+' in app -> h/g)?.length).toBe(800);
});
