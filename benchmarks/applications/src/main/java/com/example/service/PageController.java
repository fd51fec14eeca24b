// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.service;

import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A page that is put together from ten tables. */
@RestController
public class PageController {
    private final Tables tables;

    PageController(Tables tables) {
        this.tables = tables;
    }

    /** Ten prepared selects of ten rows each. */
    @GetMapping("/pages/{category}")
    public List<Row> page(@PathVariable("category") long category) {
        List<Row> rows = new ArrayList<>();
        for (int table = 0; table < Tables.COUNT; table++) {
            rows.addAll(tables.select(table, category));
        }
        return rows;
    }
}
