// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.core.log.Log;
import java.util.function.Consumer;

/** Writes what the exporter has to say as warnings of the agent. */
final class ReportLog implements Consumer<String> {
    @Override
    public void accept(String line) {
        Log.of("export").warn(line);
    }
}
