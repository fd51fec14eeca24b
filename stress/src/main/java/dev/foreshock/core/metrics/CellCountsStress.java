// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The swap of intervals: every value belongs to exactly one of them. */
public final class CellCountsStress {
    private CellCountsStress() {}

    private static int drain(CellCounts counts) {
        int[] sum = new int[1];
        counts.drain((cell, count) -> sum[0] += (int) count);
        return sum[0];
    }

    /** Values that are recorded while an interval is taken are in this one or in the next. */
    @JCStressTest
    @Outcome(
            id = {"0, 3", "1, 2", "2, 1", "3, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "each once")
    @State
    public static class AddWhileDraining {
        private final ByteBudget budget = new ByteBudget(1 << 20);
        private final CellCounts counts = new CellCounts();

        @Actor
        public void add() {
            counts.add(5, budget);
            counts.add(5, budget);
            counts.add(700, budget);
        }

        @Actor
        public void drain(II_Result result) {
            result.r1 = CellCountsStress.drain(counts);
        }

        @Arbiter
        public void next(II_Result result) {
            result.r2 = CellCountsStress.drain(counts);
        }
    }

    /** Two threads need the same part of a histogram for the first time: both are counted, and it is paid for once. */
    @JCStressTest
    @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "both counted, one part")
    @State
    public static class FirstValues {
        private final ByteBudget budget = new ByteBudget(3L * CellCounts.BLOCK_BYTES);
        private final CellCounts counts = new CellCounts();

        @Actor
        public void one() {
            counts.add(5, budget);
        }

        @Actor
        public void other() {
            counts.add(6, budget);
        }

        @Arbiter
        public void rest(II_Result result) {
            result.r1 = CellCountsStress.drain(counts);
            int left = 0;
            while (budget.reserve(CellCounts.BLOCK_BYTES)) {
                left++;
            }
            result.r2 = 3 - left;
        }
    }
}
