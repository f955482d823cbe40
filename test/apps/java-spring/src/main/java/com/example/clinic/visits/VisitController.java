package com.example.clinic.visits;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api")
class VisitController {
  private final VisitService visits;

  VisitController(VisitService visits) {
    this.visits = visits;
  }

  @GetMapping("/owners/{id}")
  String visitsOf(@PathVariable long id) {
    return visits.next(id);
  }

  @RequestMapping(value = "/visits/{id}/bill", method = RequestMethod.PUT)
  String bill(@PathVariable long id) throws Exception {
    return visits.bill(id);
  }

  @RestController
  static class VisitAdmin {
    @GetMapping("/admin/visits")
    String all() {
      return "none";
    }
  }
}
