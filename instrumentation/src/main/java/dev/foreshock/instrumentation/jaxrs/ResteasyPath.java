// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jaxrs;

import dev.foreshock.api.Associations;
import org.jspecify.annotations.Nullable;

/** The path template that RESTEasy has registered an invoker under. */
record ResteasyPath(String template) {

    static void remember(@Nullable Object invoker, @Nullable String template) {
        if (invoker != null && template != null) {
            Associations.put(invoker, new ResteasyPath(template.startsWith("/") ? template : "/" + template));
        }
    }
}
