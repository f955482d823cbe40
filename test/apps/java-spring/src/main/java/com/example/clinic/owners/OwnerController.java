package com.example.clinic.owners;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/owners")
public class OwnerController {
  private final OwnerRepository owners;
  private final Letters letters;

  OwnerController(OwnerRepository owners, Letters letters) {
    this.owners = owners;
    this.letters = letters;
  }

  @GetMapping
  public List<Owner> list() {
    return owners.all();
  }

  @GetMapping("/{id}")
  public Owner show(@PathVariable long id) {
    return owners.find(id);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  public Owner add(@RequestBody NewOwner wanted) throws Exception {
    Owner owner = owners.add(wanted.name());
    letters.welcome(owner).get();
    return owner;
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  public void remove(@PathVariable long id) {
    if (id == 1) throw new IllegalStateException("The first owner stays.");
    owners.remove(id);
  }

  public record NewOwner(String name) {}
}
