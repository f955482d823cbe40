import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

async function routes(snippet: string): Promise<string> {
  return `\n${await factsPicture('/w/shop/main.go', snippet, 'routes', 'mounts')}\n`;
}

test('net/http: methods and hosts in patterns, handlers in handlers', async () => {
  expect(
    await routes(`
    package main

    import "net/http"

    type api struct{ db *sql.DB; orders *Orders }

    func (a *api) show(w http.ResponseWriter, r *http.Request) {}
    func list(w http.ResponseWriter, r *http.Request) {}

    func (a *api) routes() http.Handler {
      mux := http.NewServeMux()
      mux.HandleFunc("GET /items/{id}", a.show)
      mux.HandleFunc("/inline", func(w http.ResponseWriter, r *http.Request) {
        w.Write(nil)
      })
      mux.Handle("POST example.com/items", a.create(a.db))
      mux.Handle("/traced", otelhttp.NewHandler(http.HandlerFunc(a.show), "traced"))
      mux.Handle("/logged", logging(list))
      mux.Handle("/login", login(a.db))
      mux.Handle("/value", &itemHandler{a.db})
      mux.Handle("/orders", a.orders)
      mux.HandleFunc("/field", a.orders.List)
      wrapped := otelhttp.WithRouteTag("/wrapped", http.HandlerFunc(list))
      mux.Handle("/wrapped", wrapped)
      http.HandleFunc(prefix+"/default", orders.Show)
      handleFunc := func(pattern string, h http.HandlerFunc) { mux.Handle(pattern, h) }
      handleFunc("/own", list)
      inner := http.NewServeMux()
      mux.Handle("/api/", http.StripPrefix("/api", inner))
      return otelhttp.NewHandler(mux, "/")
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/items/{id}' on mux in api.routes -> api.show (net/http) 12:7
    route ANY '/inline' on mux in api.routes -> here 13:29-15 (net/http) 13:7-15
    route POST '/items' on mux in api.routes -> api.create (net/http) 16:7
    route ANY '/traced' on mux in api.routes -> api.show (net/http) 17:7
    route ANY '/logged' on mux in api.routes -> list (net/http) 18:7
    route ANY '/login' on mux in api.routes -> login (net/http) 19:7
    route ANY '/value' on mux in api.routes -> itemHandler.ServeHTTP (net/http) 20:7
    route ANY '/orders' on mux in api.routes -> Orders.ServeHTTP (net/http) 21:7
    route ANY '/field' on mux in api.routes -> Orders.List (net/http) 22:7
    route ANY '/wrapped' on mux in api.routes -> list (net/http) 24:7
    route ANY '*/default' on http in api.routes -> orders.Show (net/http) 25:8
    route ANY '/own' in api.routes -> list (net/http) 27:3
    mount inner at '/api' on mux in api.routes 29:7
    "
  `);
});

test('gin: groups in groups, middleware before the handler, routers that are handed on', async () => {
  expect(
    await routes(`
    package main

    import (
      "github.com/acme/shop/orders"
      "github.com/gin-gonic/gin"
    )

    func main() {
      r := gin.Default()
      r.Use(otelgin.Middleware("shop"))
      v1 := r.Group("/v1", auth)
      {
        v1.GET("/orders/:id", limit, showOrder)
        admin := v1.Group("/admin")
        admin.POST("", func(c *gin.Context) {})
        admin.Any("/any", h.Any)
      }
      r.Handle("PATCH", "/p", patch)
      r.Group("/chained").DELETE("/d", del)
      handler := orders.NewHandler(db)
      userHandler := users.NewUserHandler(db)
      v1.PUT("/users/:id", userHandler.Update)
      v1.PUT("/plain", handler.Update)
      orders.Register(v1, db)
      userHandler.Mount2(r.Group("/users"))
    }

    func Register(rg *gin.RouterGroup) {
      o := rg.Group("/orders")
      o.GET("/", list)
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/v1/orders/:id' on r in main -> showOrder (gin) 13:8
    route POST '/v1/admin' on r in main -> here 15:20 (gin) 15:11
    route ANY '/v1/admin/any' on r in main -> h.Any (gin) 16:11
    route PATCH '/p' on r in main -> patch (gin) 18:5
    route DELETE '/chained/d' on r in main -> del (gin) 19:23
    route PUT '/v1/users/:id' on r in main -> users.UserHandler.Update (gin) 22:6
    route PUT '/v1/plain' on r in main -> handler.Update (gin) 23:6
    route GET '/orders/' on rg in Register -> list (gin) 30:5
    mount orders.Register at '/v1' on r in main 24:10
    mount users.UserHandler.Mount2 at '/users' on r in main 25:15
    "
  `);
});

test('chi: routers in functions on the spot, mounts', async () => {
  expect(
    await routes(`
    package main

    import "github.com/go-chi/chi/v5"

    func routes(r chi.Router, s *server) {
      r.Get("/", s.index)
      r.Route("/users", func(r chi.Router) {
        r.With(paginate).Get("/", list)
        r.Route("/{id}", func(r chi.Router) {
          r.Use(ctx)
          r.Get("/", s.users.get)
        })
        r.Group(func(r chi.Router) {
          r.Post("/grouped", create)
        })
      })
      r.Mount("/admin", adminRouter())
      r.Mount("/todos/", todosResource{}.Routes())
      r.Method("GET", "/method", handler(s.show))
      r.MethodFunc(http.MethodPut, "/func", put)
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/' on r in routes -> server.index (chi) 6:5
    route GET '/users/' on r in routes -> list (chi) 8:22
    route GET '/users/{id}/' on r in routes -> server.users.get (chi) 11:9
    route POST '/users/grouped' on r in routes -> create (chi) 14:9
    route GET '/method' on r in routes -> server.show (chi) 19:5
    route PUT '/func' on r in routes -> put (chi) 20:5
    mount adminRouter at '/admin' on r in routes 17:5
    mount todosResource.Routes at '/todos' on r in routes 18:5
    "
  `);
});

test('gorilla/mux: methods after and before, subrouters, functions that register', async () => {
  expect(
    await routes(`
    package main

    import "github.com/gorilla/mux"

    type server struct{ router *mux.Router }

    func (s *server) show(w http.ResponseWriter, r *http.Request) {}

    func (s *server) routes() {
      s.router.HandleFunc("/a/{id:[0-9]+}", s.show).Methods("GET", http.MethodHead).Name("a")
      sub := s.router.PathPrefix("/sub").Subrouter()
      sub.HandleFunc("/b", list).Methods(http.MethodPost)
      sub.Methods("PUT").Path("/c").HandlerFunc(s.show)
      s.handle(s.router, s.show, "/own/{id}").Methods("DELETE")
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET,HEAD '/a/{id:[0-9]+}' on server.router in server.routes -> server.show (mux) 10:12
    route POST '/sub/b' on server.router in server.routes -> list (mux) 12:7
    route PUT '/sub/c' on server.router in server.routes -> server.show (mux) 13:33
    route DELETE '/own/{id}' on server.router in server.routes -> server.show (mux) 14:5
    "
  `);
});

test('Echo, Fiber, httprouter, go-restful', async () => {
  expect(
    await routes(`
    package main
    import "github.com/labstack/echo/v4"
    func main() {
      e := echo.New()
      g := e.Group("/api")
      g.GET("/users/:id", show, limit)
      e.Match([]string{"GET", "POST"}, "/m", match)
      e.Add(http.MethodPut, "/add", add)
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/api/users/:id' on e in main -> show (echo) 6:5
    route GET,POST '/m' on e in main -> match (echo) 7:5
    route PUT '/add' on e in main -> add (echo) 8:5
    "
  `);
  expect(
    await routes(`
    package main
    import "github.com/gofiber/fiber/v2"
    func main() {
      app := fiber.New()
      app.Get("/", func(c *fiber.Ctx) error { return nil })
      api := app.Group("/api", logger)
      api.Post("/x", limit, create).Name("x")
      app.Route("/r", func(router fiber.Router) { router.All("/all", all) })
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/' on app in main -> here 5:16 (fiber) 5:7
    route POST '/api/x' on app in main -> create (fiber) 7:7
    route ANY '/r/all' on app in main -> all (fiber) 8:54
    "
  `);
  expect(
    await routes(`
    package main
    import "github.com/julienschmidt/httprouter"
    func main() {
      router := httprouter.New()
      router.GET("/hello/:name", Hello)
      router.HandlerFunc("GET", "/std", std)
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/hello/:name' on router in main -> Hello (httprouter) 5:10
    route GET '/std' on router in main -> std (httprouter) 6:10
    "
  `);
  expect(
    await routes(`
    package main
    import restful "github.com/emicklei/go-restful/v3"
    func (u UserResource) register(ws *restful.WebService) {
      ws.Route(ws.GET("/users/{id}").To(u.find).Doc("x"))
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    route GET '/users/{id}' on ws in UserResource.register -> UserResource.find (go-restful) 4:34
    "
  `);
});

test('requests, maps and headers are no routes', async () => {
  expect(
    await routes(`
    package main

    import "github.com/go-chi/chi/v5"

    // r.Get("/comment", h)
    func main() {
      http.Get("/x")
      resp, err := client.Get("/x", options)
      client.Post("/users", body)
      req.Header.Add("X-Path", fmt.Sprintf("/%s", x))
      cache.Get("/key", &value)
      values.Get("/x", fallback)
      m.Handle("nothing", x)
      httptest.NewRequest("GET", "/x", nil)
      resty.New().R().Get("/x")
      metrics.Namespace(Options{Name: "/x"}, "y")
      path.Join("/a", b)
      testClient.GET("/x", headers)
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    nothing
    "
  `);
});
