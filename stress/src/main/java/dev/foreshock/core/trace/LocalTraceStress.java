// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** The list of a unit's operations, and the end of the unit. */
public final class LocalTraceStress {
    private LocalTraceStress() {}

    private static LocalTrace unit() {
        return new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 1, 0);
    }

    private static Operation ended(LocalTrace unit, long id) {
        Operation operation = new Operation(unit, unit.root(), Kind.DATABASE, id, 1);
        operation.close(2);
        return operation;
    }

    private static int length(LocalTrace unit) {
        int length = 0;
        for (Operation o = unit.last(); o != null; o = o.previous()) {
            length++;
        }
        return length;
    }

    /** Two operations end at the same time: both are in the list and counted. */
    @JCStressTest
    @Outcome(id = "2, 2, 2", expect = Expect.ACCEPTABLE, desc = "both")
    @State
    public static class TwoEnds {
        private final LocalTrace unit = unit();

        @Actor
        public void one() {
            add(4);
        }

        @Actor
        public void other() {
            add(5);
        }

        private void add(long id) {
            Operation operation = ended(unit, id);
            unit.lock();
            unit.add(operation, true);
            unit.unlock();
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r1 = length(unit);
            result.r2 = unit.recorded();
            result.r3 = unit.statements();
        }
    }

    /** An operation ends while its unit does, as the recorder ends them: it is exported exactly once. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "with the unit")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "after the unit")
    @State
    public static class EndBesideTheRoots {
        private final LocalTrace unit = unit();
        private final Operation operation = ended(unit, 4);
        private volatile int withUnit;
        private volatile int late;
        private volatile int waiting;

        @Actor
        public void operationEnds() {
            unit.lock();
            boolean isLate = unit.isEnded();
            if (!isLate) {
                unit.add(operation, true);
            }
            unit.unlock();
            if (isLate && !unit.defer(operation) && unit.isKept()) {
                late = 1;
            }
        }

        @Actor
        public void rootEnds() {
            unit.freeze();
            withUnit = length(unit);
            waiting = unit.decide(true).size();
        }

        @Arbiter
        public void rest(II_Result result) {
            result.r1 = withUnit;
            result.r2 = late + waiting;
        }
    }

    /** Both the advice and a timeout end an operation: one of them does. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "once")
    @State
    public static class OneEnd {
        private final Operation operation = new Operation(unit(), null, Kind.HTTP, 7, 1);
        private volatile int first;
        private volatile int second;

        @Actor
        public void one() {
            first = operation.close(2) ? 1 : 0;
        }

        @Actor
        public void other() {
            second = operation.close(3) ? 1 : 0;
        }

        @Arbiter
        public void rest(I_Result result) {
            result.r1 = first + second;
        }
    }
}
