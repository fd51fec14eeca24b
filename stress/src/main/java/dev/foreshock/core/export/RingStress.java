// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The queue of traces to the export thread. */
public final class RingStress {
    private RingStress() {}

    private static int poll(Ring<Integer> ring) {
        Integer element = ring.poll();
        return element == null ? 0 : element;
    }

    /** One place, two producers: one of them is refused, and the other one's element is there. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 1", "0, 2, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "one of both")
    @State
    public static class OnePlace {
        private final Ring<Integer> ring = new Ring<>(2);

        @Actor
        public void first(III_Result result) {
            result.r1 = ring.offer(1, 1) ? 1 : 0;
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = ring.offer(2, 1) ? 2 : 0;
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r3 = poll(ring) * 10 + poll(ring);
            result.r3 = result.r3 >= 10 && result.r3 % 10 == 0 ? result.r3 / 10 : result.r3;
        }
    }

    /** A producer and the consumer: nothing is lost, doubled or out of order, also where a slot is used again. */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 12", "0, 1, 2", "1, 0, 2", "1, 2, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "in order")
    @State
    public static class InAndOut {
        private final Ring<Integer> ring = new Ring<>(2);

        /** The slots have been used before. */
        public InAndOut() {
            ring.offer(8, 2);
            ring.poll();
        }

        @Actor
        public void producer() {
            ring.offer(1, 2);
            ring.offer(2, 2);
        }

        @Actor
        public void consumer(III_Result result) {
            result.r1 = poll(ring);
            result.r2 = poll(ring);
        }

        @Arbiter
        public void rest(III_Result result) {
            int next = poll(ring);
            while (next != 0) {
                result.r3 = result.r3 * 10 + next;
                next = poll(ring);
            }
        }
    }
}
