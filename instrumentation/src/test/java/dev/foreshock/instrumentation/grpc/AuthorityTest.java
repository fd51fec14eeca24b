// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class AuthorityTest {
    @Test
    void tells_host_from_port() {
        assertEquals(new Authority("orders.example", 8080), Authority.of("orders.example:8080"));
        assertEquals(new Authority("orders.example", 0), Authority.of("orders.example"));
        assertEquals(new Authority("::1", 8080), Authority.of("[::1]:8080"));
        assertEquals(new Authority("::1", 0), Authority.of("[::1]"));
    }

    @Test
    void keeps_credentials_to_itself_and_bears_with_anything() {
        assertEquals(new Authority("orders.example", 8080), Authority.of("user:hunter2@orders.example:8080"));
        assertEquals(new Authority("orders", 0), Authority.of("orders:http"));
        assertEquals(new Authority("orders", 0), Authority.of("orders:99999999999"));
        assertNull(Authority.of(null));
        assertNull(Authority.of(""));
    }
}
