// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.empty;

import org.jspecify.annotations.Nullable;

/** Does nothing. What it costs is what the JVM takes for any agent. */
public final class EmptyAgent {
    private EmptyAgent() {}

    public static void premain(@Nullable String arguments) {}
}
