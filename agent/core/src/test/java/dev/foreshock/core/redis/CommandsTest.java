// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.CommandArguments;
import dev.foreshock.api.Shape;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandsTest {
    private final Commands commands = new Commands();

    @ParameterizedTest
    @CsvSource({
        "user:42:profile, user:?:profile",
        "user:42, user:?",
        "session:9f8a7c6d-1234-4bcd-8ef0-0123456789ab, session:?",
        "app:v2:user:42:cart, app:v2:user:?:cart",
        "{user:42}:cart, {user:?}:cart",
        "product-42, product-?",
        "product_42:stock, product_?:stock",
        "mail:alice@example.com:unread, mail:?:unread",
        // No segment looks like a value: any but the first may be one.
        "session:alice, session:?",
        "token:correcthorse:battery, token:?:?",
        "config, ?",
        "hunter2, ?",
        "s3cret:x, ?:x",
        "{config}, {?}",
        "a b, ?",
        "'', ''",
        "a:1:2:3:4:5:6:7:8:9, a:?:?:?:?:?:?:?:*",
    })
    void shows_the_words_of_a_key_and_never_the_whole_key(String key, String template) {
        assertEquals(template, KeyTemplate.of(key));
    }

    @Test
    void shows_the_name_and_the_template_of_the_first_key() {
        assertEquals("GET product:?", shape("get", "product:1").text());
        assertEquals("SET product:? ?", shape("SET", "product:1", "value").text());
        assertEquals("HGET user:? ?", shape("HGET", "user:1", "password").text());
        assertEquals("MGET product:?", shape("MGET", "product:1", "product:2").text());
        assertEquals("MGET product:?", shape("MGET", "product:1").text());
        assertEquals("AUTH ?", shape("AUTH", "user", "hunter").text());
        assertEquals("PUBLISH ?", shape("PUBLISH", "channel:1", "secret").text());
        assertEquals("KEYS ?", shape("KEYS", "user:*").text());
        assertEquals("PING", shape("PING").text());
        assertEquals(
                "EVAL lock:? ?",
                shape("EVAL", "return 'secret'", "1", "lock:7", "owner").text());
        assertEquals("EVALSHA ?", shape("EVALSHA", "abc", "0", "owner").text());
        assertEquals("FT.SEARCH ?", shape("FT.SEARCH", "index", "query").text());
        assertEquals("OTHER ?", shape("GET secret", "x").text());
        assertEquals(
                "XREADGROUP orders:? ?",
                shape("XREADGROUP", "GROUP", "g", "c", "STREAMS", "orders:1", ">")
                        .text());
    }

    @Test
    void tells_shapes_apart_by_name_and_template() {
        assertEquals(shape("GET", "product:1").hash(), shape("GET", "product:2").hash());
        assertEquals(
                shape("MGET", "product:1").hash(),
                shape("MGET", "product:2", "product:3").hash());
        assertNotEquals(shape("GET", "product:1").hash(), shape("GET", "user:1").hash());
        assertNotEquals(
                shape("GET", "product:1").hash(), shape("TTL", "product:1").hash());
    }

    @Test
    void knows_what_commands_do() {
        assertTrue(shape("GET", "a:1").is(Shape.READS));
        assertTrue(shape("GET", "a:1").is(Shape.LOOKUP));
        assertTrue(shape("SET", "a:1", "b").is(Shape.WRITES));
        assertTrue(shape("PING").is(Shape.PROBE));
        assertTrue(shape("MULTI").is(Shape.TRANSACTION));
        assertFalse(shape("EVALSHA", "abc", "1", "a:1").is(Shape.READS | Shape.WRITES));
        assertEquals(3, shape("MGET", "a:1", "a:2", "a:3").arity());
        assertEquals(0, shape("MGET", "a:1").arity());
        assertEquals(2, shape("MSET", "a:1", "x", "a:2", "y").arity());
        assertEquals(2, shape("HSET", "a:1", "f", "x", "g", "y").arity());
        assertEquals(2, shape("HMGET", "a:1", "f", "g").arity());
    }

    static Stream<String> waiting() {
        return Stream.of(
                "BLPOP q:1 0",
                "BRPOP q:1 0",
                "BRPOPLPUSH q:1 r:1 0",
                "BLMOVE q:1 r:1 LEFT RIGHT 0",
                "BLMPOP 0 1 q:1 LEFT",
                "BZPOPMIN q:1 0",
                "BZPOPMAX q:1 0",
                "BZMPOP 0 1 q:1 MIN",
                "XREAD COUNT 1 BLOCK 0 STREAMS s:1 0",
                "XREADGROUP GROUP g c block 100 STREAMS s:1 >",
                "WAIT 1 100",
                "SUBSCRIBE c",
                "PSUBSCRIBE c*",
                "MONITOR");
    }

    @ParameterizedTest
    @MethodSource("waiting")
    void marks_what_waits_on_purpose(String line) {
        String[] words = line.split(" ", -1);
        Shape shape = shape(words[0], Arrays.copyOfRange(words, 1, words.length));
        assertTrue(shape.is(Shape.BLOCKING), shape::text);
        assertFalse(shape("XREAD", "COUNT", "1", "STREAMS", "s:1", "0").is(Shape.BLOCKING));
    }

    @Test
    void describes_commands_that_are_sent_together() {
        Shape get = shape("GET", "product:1");
        Shape same = commands.several(false, get, 20);
        assertEquals("PIPELINE GET", same.operation());
        assertEquals("PIPELINE GET product:?", same.text());
        assertEquals(20, same.arity());
        assertEquals("MULTI", commands.several(true, null, 3).text());
    }

    private Shape shape(String name, String... arguments) {
        return commands.shape(name, new CommandArguments() {
            @Override
            public int count() {
                return arguments.length;
            }

            @Override
            public String text(int index) {
                return arguments[index];
            }
        });
    }
}
