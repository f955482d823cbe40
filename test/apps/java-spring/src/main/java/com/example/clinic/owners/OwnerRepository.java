package com.example.clinic.owners;

import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Repository;

@Repository
public class OwnerRepository {
  private static final RowMapper<Owner> OWNER =
      (row, number) -> new Owner(row.getLong("id"), row.getString("name"));

  private final JdbcTemplate jdbc;

  OwnerRepository(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  List<Owner> all() {
    return jdbc.query("SELECT id, name FROM owners ORDER BY name", OWNER);
  }

  @WithSpan
  Owner find(@SpanAttribute("owner.id") long id) {
    return jdbc.queryForObject("SELECT id, name FROM owners WHERE id = ?", OWNER, id);
  }

  @WithSpan("add owner")
  public Owner add(String name) {
    long id = jdbc.queryForObject("SELECT MAX(id) + 1 FROM owners", Long.class);
    jdbc.update(
        """
        INSERT INTO owners (id, name)
        VALUES (?, ?)
        """,
        id,
        name);
    return new Owner(id, name);
  }

  void remove(long id) {
    jdbc.update("DELETE FROM owners WHERE id = ?", id);
  }
}
