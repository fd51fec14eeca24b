// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

/** What the threads of one pool have in common. */
public final class ThreadKind {
    private static final int MAX_LENGTH = 64;

    private ThreadKind() {}

    /** The thread's name with its numbers as {@code *}, so that the threads of one pool are one name. */
    public static String of(String name) {
        StringBuilder kind = new StringBuilder(name.length());
        boolean inNumber = false;
        for (int i = 0; i < name.length() && kind.length() < MAX_LENGTH; i++) {
            char c = name.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (!digit) {
                kind.append(c);
            } else if (!inNumber) {
                kind.append('*');
            }
            inNumber = digit;
        }
        return kind.length() == 0 ? "virtual thread" : kind.toString();
    }
}
