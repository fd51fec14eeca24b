// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.api.Detector;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Findings;
import dev.foreshock.api.Severity;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a detector raises, and flags units as the register does. */
final class Raised implements Findings {
    final List<Finding> all = new ArrayList<>();

    @Override
    public void raise(Finding finding) {
        if (finding.severity() != Severity.INFO && finding.exemplar() != null) {
            finding.exemplar().unit().flag(finding);
        }
        all.add(finding);
    }

    @Override
    public void clear(long id) {
        throw new AssertionError("nothing here is ever cleared");
    }

    List<String> types() {
        return all.stream().map(Finding::type).toList();
    }

    Finding only() {
        assertEquals(1, all.size(), () -> "findings: " + types());
        return all.get(0);
    }

    static Raised by(Detector detector, Recorded recorded) {
        Raised raised = new Raised();
        detector.unitEnded(recorded.end(), raised);
        return raised;
    }
}
