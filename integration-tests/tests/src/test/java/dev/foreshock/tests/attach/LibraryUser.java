// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import dev.foreshock.harness.Child;
import java.util.function.UnaryOperator;

/** Calls the library, at once or when it is told to, and says what it got. */
public final class LibraryUser {
    private LibraryUser() {}

    @SuppressWarnings("unchecked") // the library says so
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            Child.ready(0);
            Child.awaitEnd();
        }
        UnaryOperator<String> library = (UnaryOperator<String>)
                Class.forName(Library.TYPE).getConstructor().newInstance();
        for (int i = 0; i < 5; i++) {
            System.out.println(library.apply("request " + i));
            try {
                System.out.println(library.apply(""));
            } catch (IllegalStateException e) {
                System.out.println(e);
            }
        }
    }
}
