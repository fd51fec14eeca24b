// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.packaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class RelocationTest {
    private static final Set<String> LIBRARY_CLASSES =
            Set.of("net/bytebuddy/ByteBuddy", "net/bytebuddy/asm/Advice$OnMethodEnter", "org/slf4j/MDC", "kotlin/Unit");

    /** Uses libraries in all the ways that count. */
    static final class User {
        static final String PROPERTY = "net.bytebuddy.raw";
        static final String CLASS_NAME = "kotlin.Unit";
        static final String INTERNAL_NAME = "kotlin/Unit";
        static final String SENTENCE = "no kotlin.Unit here";

        private User() {}

        @Advice.OnMethodEnter(inline = false)
        static void enter() {
            MDC.put("key", new ByteBuddy().toString() + PROPERTY);
            Logger.getLogger("x").log(Level.FINE, "message");
        }
    }

    private static byte[] file() throws IOException {
        try (InputStream in = RelocationTest.class.getResourceAsStream("RelocationTest$User.class")) {
            return in.readAllBytes();
        }
    }

    private static Set<String> references(Relocation.Kind kind) throws IOException {
        return References.of(new Relocation(LIBRARY_CLASSES, kind).apply(file()))
                .classes();
    }

    @Test
    void a_library_moves_with_its_strings_and_its_logger() throws Exception {
        Set<String> references = references(Relocation.Kind.LIBRARY);
        assertTrue(references.contains("dev/foreshock/shaded/net/bytebuddy/ByteBuddy"), references::toString);
        assertTrue(references.contains("dev/foreshock/shaded/net/bytebuddy/raw"), references::toString);
        assertTrue(references.contains("dev/foreshock/shaded/kotlin/Unit"), references::toString);
        assertTrue(references.contains("no kotlin/Unit here"), references::toString);
        assertFalse(references.contains("kotlin/Unit"), references::toString);
        assertTrue(references.contains("dev/foreshock/core/log/SdkLogger"), references::toString);
        assertFalse(references.contains("java/util/logging/Logger"), references::toString);
        assertTrue(references.contains("dev/foreshock/core/log/SdkLevel"), references::toString);
        assertFalse(references.contains("java/util/logging/Level"), references::toString);
    }

    @Test
    void the_core_sees_moved_libraries_and_keeps_its_strings() throws Exception {
        Set<String> references = references(Relocation.Kind.CORE);
        assertTrue(references.contains("dev/foreshock/shaded/org/slf4j/MDC"), references::toString);
        assertTrue(references.contains("kotlin/Unit"), references::toString);
        assertTrue(references.contains("java/util/logging/Logger"), references::toString);
    }

    /** It is compiled against the application's libraries, and must meet those. */
    @Test
    void an_instrumentation_keeps_all_but_byte_buddy() throws Exception {
        Set<String> references = references(Relocation.Kind.INSTRUMENTATION);
        assertTrue(references.contains("org/slf4j/MDC"), references::toString);
        assertTrue(references.contains("dev/foreshock/shaded/net/bytebuddy/ByteBuddy"), references::toString);
    }

    @Test
    void finds_the_methods_that_the_logger_must_have() throws Exception {
        byte[] moved = new Relocation(LIBRARY_CLASSES, Relocation.Kind.LIBRARY).apply(file());
        assertEquals(
                Set.of(
                        "getLogger(Ljava/lang/String;)Ldev/foreshock/core/log/SdkLogger;",
                        "log(Ldev/foreshock/core/log/SdkLevel;Ljava/lang/String;)V"),
                References.of(moved).loggerMethods());
        assertTrue(References.declaredMethods(file()).contains("enter()V"));
    }

    @Test
    void the_same_input_gives_the_same_bytes() throws Exception {
        assertArrayEquals(
                new Relocation(LIBRARY_CLASSES, Relocation.Kind.LIBRARY).apply(file()),
                new Relocation(Set.copyOf(LIBRARY_CLASSES), Relocation.Kind.LIBRARY).apply(file()));
    }
}
