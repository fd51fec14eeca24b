// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Severity;
import dev.foreshock.core.export.Announcement;

/** Where detection puts what it has decided. Never blocks, never throws. */
interface Outlet {
    void announce(Announcement announcement);

    /** A finding has been opened, has grown worse, or advice was given for the first time today. */
    void found(String type, Severity severity);

    /** So many more findings of this type are open now, or fewer. */
    void open(String type, Severity severity, int change);

    /** An open finding has cost its units of work this much more. */
    void wasted(String type, long nanos);

    /** Calls to the dependency were repeated so often; 0 says that it is watched. */
    void retried(String dependency, long count);

    /** The first unit of work of a process, or the first request after idleness, has ended. */
    void coldStart(String kind, long nanos);

    /** Something was given up because memory is bounded. */
    void dropped(String reason, long count);

    /** One line for a person without a backend. */
    void line(String text);
}
