// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.util.function.Function;

/** A class of an application, with the shapes of methods that advice meets. */
public class Sample implements Function<String, Object> {
    private int calls;

    public Sample() {
        calls = 1;
    }

    @Override
    public Object apply(String text) {
        return greet(text);
    }

    public Object greet(Object who) {
        calls++;
        if ("fail".equals(who)) {
            throw new IllegalArgumentException("as asked");
        }
        return "hello " + who;
    }

    public static long add(long one, int other, double third) {
        long sum = one;
        for (int i = 0; i < other; i++) {
            try {
                sum += Math.floorDiv(1, i);
            } catch (ArithmeticException e) {
                sum += (long) third;
            }
        }
        return sum;
    }

    public synchronized int calls(String[] names, boolean... flags) {
        return calls + names.length + flags.length;
    }
}
