// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.Kind;
import dev.foreshock.core.config.Version;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The resource and the instrumentation scopes: the same instances in everything that is exported. */
final class Origin {
    /** The version of the conventions that names and attributes follow. */
    static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.44.0";

    private final Resource resource;
    private final Map<Kind, InstrumentationScopeInfo> scopes = new EnumMap<>(Kind.class);
    private final InstrumentationScopeInfo findings = scope("dev.foreshock.findings");
    private final InstrumentationScopeInfo metrics = scope("dev.foreshock.metrics");

    Origin(Resource resource) {
        this.resource = resource;
        for (Kind kind : Kind.values()) {
            scopes.put(kind, scope("dev.foreshock." + kind.name().toLowerCase(Locale.ROOT)));
        }
    }

    private static InstrumentationScopeInfo scope(String name) {
        return InstrumentationScopeInfo.builder(name)
                .setVersion(Version.VALUE)
                .setSchemaUrl(SCHEMA_URL)
                .build();
    }

    Resource resource() {
        return resource;
    }

    /** One scope for each kind of operation: {@code dev.foreshock.database}. */
    InstrumentationScopeInfo scope(Kind kind) {
        return Objects.requireNonNull(scopes.get(kind));
    }

    InstrumentationScopeInfo findings() {
        return findings;
    }

    InstrumentationScopeInfo metrics() {
        return metrics;
    }
}
