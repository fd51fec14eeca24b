// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a forked JVM ended, and all that it said.
 *
 * @param code the exit code
 * @param expectedStderr lines on standard error that the test allows
 * @param ending from the moment standard input was closed to the end of the process
 */
public record JvmExit(
        int code, List<String> stdout, List<String> stderr, List<Pattern> expectedStderr, Duration ending) {

    /** Lines on standard error that the test does not allow. */
    public List<String> unexpectedStderr() {
        return stderr.stream()
                .filter(line -> expectedStderr.stream()
                        .noneMatch(expected -> expected.matcher(line).find()))
                .toList();
    }

    /** Fails unless the JVM exited with 0 and said nothing unexpected on standard error. */
    public JvmExit assertClean() {
        return assertCode(0);
    }

    /** Fails unless the JVM exited with this code and said nothing unexpected on standard error. */
    public JvmExit assertCode(int expected) {
        if (code != expected) {
            throw new AssertionError("exit code " + code + " instead of " + expected + "\n" + describe());
        }
        if (!unexpectedStderr().isEmpty()) {
            throw new AssertionError("unexpected on standard error: " + unexpectedStderr() + "\n" + describe());
        }
        return this;
    }

    /** The first line on standard output that begins so, without that beginning. */
    public String value(String beginning) {
        return stdout.stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line '" + beginning + "...'\n" + describe()));
    }

    /** Both streams, for the message of a failed assertion. */
    public String describe() {
        return "stdout:\n  " + String.join("\n  ", stdout) + "\nstderr:\n  " + String.join("\n  ", stderr);
    }
}
