// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which dependency a call goes to. Immutable; carries no credentials.
 *
 * @param system the system's conventional name, for example {@code postgresql} or {@code http}
 * @param address the host as the application names it, or {@code null} where there is none (an embedded database)
 * @param port the port, or 0 where unknown
 * @param namespace the database, virtual host or the like, or {@code null}
 */
public record Target(
        String system,
        @Nullable String address,
        int port,
        @Nullable String namespace) {

    public Target {
        Objects.requireNonNull(system, "system");
    }

    /** {@code system:address:port/namespace} with the unknown parts left out; what users write in threshold overrides. */
    public String display() {
        StringBuilder text = new StringBuilder(system);
        if (address != null) {
            text.append(':').append(address);
            if (port > 0) {
                text.append(':').append(port);
            }
        }
        if (namespace != null) {
            text.append('/').append(namespace);
        }
        return text.toString();
    }
}
