// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchBodyTest {
    private static SearchBody body(String text) {
        return new SearchBody(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"from\":10}",
                "{\"size\":2, \"from\" : 10, \"query\":{}}",
                "{\"query\":{\"term\":{\"a\":\"}\\\"{\"}},\"search_after\":[1]}",
            })
    void sees_that_a_further_page_is_asked_for(String text) {
        assertTrue(body(text).isFurtherPage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"from\":0,\"size\":10}",
                "{\"query\":{\"range\":{\"price\":{\"from\":10}}}}",
                "{\"query\":{\"match\":{\"text\":\"\\\"search_after\\\":\"}}}",
                "{\"from",
                "}}}}]]]]",
            })
    void takes_nothing_else_for_one(String text) {
        assertFalse(body(text).isFurtherPage());
        assertTrue(body(text).isReadable());
    }

    @Test
    void tells_bodies_apart() {
        assertEquals(body("{\"a\":1}").hash(), body("{\"a\":1}").hash());
        assertNotEquals(body("{\"a\":1}").hash(), body("{\"a\":2}").hash());
    }

    @Test
    void does_not_claim_to_know_what_it_has_not_read() {
        assertFalse(body(" ".repeat(20_000)).isReadable());
        assertFalse(new SearchBody(new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("closed");
                    }
                })
                .isReadable());
    }
}
