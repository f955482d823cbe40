package com.example.clinic.billing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

@Component
public class BillClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final RestClient rest;
  private final String office;

  BillClient(@Value("${office}") String office) {
    this.office = office;
    this.rest = RestClient.create(office);
  }

  public void send(long visit, String sum) {
    rest.post().uri("/bills/{visit}", visit).body(sum).retrieve().toBodilessEntity();
  }

  public String status(long visit) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(office + "/bills/" + visit)).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }
}
