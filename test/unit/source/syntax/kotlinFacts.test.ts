import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

test('definitions of Kotlin, and what annotations and calls say of them', async () => {
  const picture = await factsPicture(
    '/w/src/main/kotlin/shop/Orders.kt',
    `
    package com.acme.shop

    import com.acme.api.Paths as P

    @RestController
    @RequestMapping("/orders")
    class OrderController(
        private val orders: Orders,
    ) : Base(), OrderApi {
        @GetMapping("/{id}", produces = ["application/json"])
        suspend fun show(@PathVariable id: String): Order = orders.find(id)

        @RequestMapping(value = ["/a", "/b"], method = [RequestMethod.PUT])
        fun change() {
            val span = tracer.spanBuilder("change \${id} now").startSpan()
        }

        @KafkaListener(topics = ["orders.placed"])
        fun onOrder(text: String) {}

        companion object {
            private val tracer = GlobalOpenTelemetry.getTracer("com.acme.shop")
            @WithSpan("warm up")
            fun warm() {}
        }

        @WithSpan
        fun plain() {}
    }

    @FeignClient(name = "bills")
    interface Bills {
        @GetMapping("/bills")
        fun all(): String
    }

    /* fun gone() {} */
    fun <T> List<T>.second(): T = this[1]

    fun Application.module() = routing {
        route("/v2") {
            get("/ping") { call.respond("x") }
        }
    }
    `,
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    module com.acme.shop
    type OrderController 7:7
    symbol OrderController.show 11:17
    symbol OrderController.change 14:9
    symbol OrderController.onOrder 19:9
    type OrderController.Companion 21:1
    symbol OrderController.Companion.warm 24:13
    symbol OrderController.plain 28:9
    type Bills 32:11
    symbol Bills.all 34:9
    symbol OrdersKt.second 38:17
    symbol OrdersKt.module 40:17
    import P = com.acme.api # Paths
    tracer tracer 'com.acme.shop' 22:9
    span 'change * now' on tracer in OrderController.change 15:9
    span 'warm up' in OrderController.Companion.warm 24:13
    span 'OrderController.plain' in OrderController.plain 28:9
    router OrderController '/orders' 7:7
    route GET '/{id}' on OrderController in OrderController.show -> here OrderController.show 11:17 (spring) 10:1
    route PUT '/a' on OrderController in OrderController.change -> here OrderController.change 14:9 (spring) 13:1
    route PUT '/b' on OrderController in OrderController.change -> here OrderController.change 14:9 (spring) 13:1
    route GET '/v2//ping' in module -> here 42:9 (ktor) 42:9
    consumer 'orders.placed' -> here OrderController.onOrder 19:9 19:9
    "
  `);
});
