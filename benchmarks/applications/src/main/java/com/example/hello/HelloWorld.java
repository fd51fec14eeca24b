// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.hello;

import com.example.report.SelfReport;
import java.io.IOException;

/** Greets, and ends when its standard input does. */
public final class HelloWorld {
    private HelloWorld() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("Hello World");
        SelfReport.answerUntilEnd();
    }
}
