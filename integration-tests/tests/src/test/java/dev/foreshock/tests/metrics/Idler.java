// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.metrics;

import dev.foreshock.harness.Child;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** An application that does nothing but collect its garbage when told to. */
public final class Idler {
    private Idler() {}

    public static void main(String[] args) throws IOException {
        Child.ready(0);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            System.gc();
        }
    }
}
