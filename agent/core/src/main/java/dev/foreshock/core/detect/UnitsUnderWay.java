// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.LocalTrace;
import java.util.function.Consumer;

/** The units of work that have begun and not ended. May be asked by any thread, and takes no lock. */
@FunctionalInterface
public interface UnitsUnderWay {
    void forEach(Consumer<LocalTrace> action);
}
