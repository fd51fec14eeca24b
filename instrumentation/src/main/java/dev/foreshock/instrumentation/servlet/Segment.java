// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.api.Cursor;
import dev.foreshock.instrumentation.http.RequestUnit;
import org.jspecify.annotations.Nullable;

/** The part of a request that one thread serves. */
record Segment(RequestUnit unit, Cursor.@Nullable Resumption before) {

    static Segment resume(RequestUnit unit) {
        return new Segment(unit, unit.resume());
    }

    void leave() {
        unit.leave(before);
    }
}
