// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.service;

import jakarta.annotation.PostConstruct;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Ten tables, each asked in its own words: ten times the same words would be an N+1, which is a finding and no ordinary
 * request. Tables that are there already stay as they are.
 */
@Component
class Tables {
    static final int COUNT = 10;

    private static final List<String> NAMES = List.of(
            "orders",
            "customers",
            "invoices",
            "parcels",
            "payments",
            "products",
            "prices",
            "reviews",
            "stocks",
            "vouchers");
    private static final int ROWS = 100;
    private static final int CATEGORIES = 10;

    private static final List<String> SELECTS = NAMES.stream()
            .map(name -> "SELECT id, name, amount FROM " + name + " WHERE category = ?")
            .toList();

    private final JdbcTemplate jdbc;

    Tables(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @PostConstruct
    void create() {
        NAMES.forEach(this::create);
    }

    private void create(String name) {
        jdbc.execute("CREATE TABLE IF NOT EXISTS " + name
                + " (id BIGINT PRIMARY KEY, category BIGINT, name VARCHAR(40), amount BIGINT)");
        jdbc.execute("CREATE INDEX IF NOT EXISTS " + name + "_category ON " + name + " (category)");
        List<Object[]> rows = IntStream.range(0, ROWS)
                .mapToObj(id -> new Object[] {id, id % CATEGORIES, name + " " + id, 7 * id})
                .toList();
        if (jdbc.queryForList("SELECT id FROM " + name).isEmpty()) {
            jdbc.batchUpdate("INSERT INTO " + name + " VALUES (?, ?, ?, ?)", rows);
        }
    }

    /** Ten rows. */
    List<Row> select(int table, long category) {
        return jdbc.query(
                SELECTS.get(table),
                (row, number) -> new Row(row.getLong(1), row.getString(2), row.getLong(3)),
                category);
    }
}
