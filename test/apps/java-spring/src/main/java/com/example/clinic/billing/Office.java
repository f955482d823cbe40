package com.example.clinic.billing;

import com.sun.net.httpserver.HttpServer;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Plays the office that collects the money. */
@Component
class Office {
  private final URI address;

  Office(@Value("${office}") URI address) {
    this.address = address;
  }

  @PostConstruct
  void open() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(address.getHost(), address.getPort()), 0);
    server.createContext("/bills", exchange -> {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    server.start();
  }
}
