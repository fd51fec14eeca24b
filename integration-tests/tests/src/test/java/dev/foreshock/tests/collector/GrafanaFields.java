// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code grafana-fields.yaml}: which fields Grafana knows of a dashboard, its panels, queries and transformations. */
record GrafanaFields(Map<?, ?> table) {
    private static final String CUSTOM = "custom.";

    static GrafanaFields read() throws IOException {
        return new GrafanaFields(CollectorKeys.table("/grafana-fields.yaml"));
    }

    String version() {
        return String.valueOf(table.get("version"));
    }

    /** What of the dashboard is unknown to Grafana, by where it stands. */
    List<String> unknown(Dashboard dashboard) {
        List<String> unknown = new ArrayList<>();
        compare(dashboard.json(), table.get("dashboard"), dashboard.file(), unknown);
        for (Map<?, ?> panel : dashboard.panels()) {
            String where = dashboard.file() + ", " + panel.get("title") + ": ";
            if ("row".equals(panel.get("type"))) {
                compare(panel, table.get("row"), where, unknown);
            } else {
                lookAt(panel, where, unknown);
            }
        }
        return unknown;
    }

    private void lookAt(Map<?, ?> panel, String where, List<String> unknown) {
        Object type = panel.get("type");
        compare(panel, table.get("panel"), where, unknown);
        compare(panel.get("options"), of("options", type), where + "options", unknown);
        Map<?, ?> config = CollectorFile.map(panel.get("fieldConfig"));
        Map<?, ?> defaults = CollectorFile.map(config.get("defaults"));
        compare(defaults, table.get("field"), where + "defaults", unknown);
        compare(defaults.get("custom"), of("custom", type), where + "custom", unknown);
        for (Map<?, ?> override : maps(config.get("overrides"))) {
            for (Map<?, ?> property : maps(override.get("properties"))) {
                lookAt(String.valueOf(property.get("id")), property.get("value"), type, where, unknown);
            }
        }
        Object source = CollectorFile.map(panel.get("datasource")).get("type");
        for (Map<?, ?> target : maps(panel.get("targets"))) {
            compare(target, of("queries", source), where + "query", unknown);
        }
        for (Map<?, ?> transformation : maps(panel.get("transformations"))) {
            Object id = transformation.get("id");
            compare(transformation.get("options"), of("transformations", id), where + id, unknown);
        }
    }

    /** A property that an override sets: {@code unit}, or {@code custom.width} by its path. */
    private void lookAt(String id, Object value, Object type, String where, List<String> unknown) {
        boolean isCustom = id.startsWith(CUSTOM);
        Map<Object, Object> set = new HashMap<>();
        set.put(isCustom ? id.substring(CUSTOM.length()) : id, value);
        compare(set, isCustom ? of("custom", type) : table.get("field"), where + "override", unknown);
    }

    /** Nothing at all is known of a panel, data source or transformation that is not in the table. */
    private Object of(String part, Object name) {
        Object known = ((Map<?, ?>) table.get(part)).get(name);
        return known == null ? Map.of() : known;
    }

    private static void compare(Object found, Object known, String where, List<String> unknown) {
        CollectorKeys.compare(found, known, where, unknown);
    }

    private static List<Map<?, ?>> maps(Object list) {
        return list == null ? List.of() : Rule.maps(list);
    }
}
