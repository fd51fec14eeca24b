// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foreshock.harness.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoTest {
    /** However fast or slow the machine is, the same things are found, and nothing more. */
    private static final Map<String, String> EVERY_REPETITION = Map.of("FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0");

    @Test
    void theStoryIsToldOnPostgres() throws Exception {
        assumeTrue(
                PostgresServer.unavailable().isEmpty(),
                () -> PostgresServer.unavailable().orElseThrow());
        Output output = run(new Options(true, false, true));
        assertStory(output);
        assertContains(
                output,
                "Found while the shipping service was slow, and then failed: 3 findings\n",
                // Which of the two calls has waited longest is chance.
                "CRITICAL  slow_dependency  ",
                "T 127.0.0.1/parcels/{order} on http:127.0.0.1:",
                " does not answer: ",
                " calls under way wait much longer than usual",
                "it holds up GET /orders/{id}",
                "com.example.shop.Shipping.",
                "  failing_dependency  http:127.0.0.1:",
                "the latest with 503",
                "  retry_storm  http:127.0.0.1:",
                "without back-off",
                "made by Spring in process orders");
        // A trace of many spans takes several lines, which break where they must.
        assertTrue(output.text().replaceAll("\\s+", " ").contains(" > send orders > process orders > "), output::text);
    }

    @Test
    void theStoryIsToldOnH2() throws Exception {
        assertStory(run(new Options(true, true, false)));
    }

    @Test
    void anUnknownArgumentIsNamed() {
        Exception unknown =
                assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("--h2", "--fast")));
        assertTrue(unknown.getMessage().startsWith("unknown argument --fast"), unknown.getMessage());
    }

    private static void assertStory(Output output) {
        assertEquals(0, output.code(), output.text());
        assertContains(
                output,
                "Found with 10 customers, who left it alone for a while: 3 findings\n",
                "WARNING  cold_after_idle  GET /sign-in\n",
                " s of it in GET 127.0.0.1/keys",
                "Found with 2,000 customers: 2 findings\n",
                "CRITICAL  n_plus_one  GET /orders\n",
                "GET /orders ran the same SELECT on customers 2,000 times",
                "com.example.shop.OrderRow.of (OrderRow.java:",
                "where c1_0.id=?",
                "CRITICAL  n_plus_one  GET /parcels\n",
                "GET /parcels ran the same GET parcel:? 2,000 times",
                "com.example.shop.Parcels.of (Parcels.java:",
                " 2,001 statements in ",
                "this demo's own OTLP receiver");
    }

    private static void assertContains(Output output, String... parts) {
        for (String part : parts) {
            assertTrue(output.unwrapped().contains(part), () -> "no '" + part + "' in\n" + output.text());
        }
    }

    private static Output run(Options options) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int code = new Demo(options, EVERY_REPETITION, new PrintStream(bytes, true, StandardCharsets.UTF_8)).run();
        return new Output(code, bytes.toString(StandardCharsets.UTF_8));
    }

    private record Output(int code, String text) {
        /** Without the line breaks that the width of the terminal asks for. */
        String unwrapped() {
            return text.replaceAll("\\n {10,}", " ");
        }
    }
}
