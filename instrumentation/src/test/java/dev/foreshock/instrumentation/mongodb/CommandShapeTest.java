// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Shape;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWrapper;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.junit.jupiter.api.Test;

class CommandShapeTest {
    private static CommandShape of(BsonDocument command) {
        CommandShape shape = new CommandShape(command.getFirstKey(), command);
        shape.shape();
        return shape;
    }

    private static CommandShape of(String json) {
        return of(BsonDocument.parse(json));
    }

    private static String text(String json) {
        return of(json).get().text();
    }

    @Test
    void shows_names_and_no_values() {
        assertEquals(
                "find users {mail: ?, address: {city: ?}} sort {age: ?} skip ? limit ?",
                text("{find: 'users', filter: {mail: 'a@b', address: {city: 'x'}}, sort: {age: 1}, skip: 5, limit:"
                        + " 3}"));
        assertEquals("find users", text("{find: 'users', filter: {}}"));
        assertEquals(
                "distinct users {age: {$gt: ?}}", text("{distinct: 'users', key: 'name', query: {age: {$gt: 3}}}"));
        assertEquals("other", text("{'someone@example.com': 1}"));
        assertEquals("dbStats", text("{dbStats: 'what?'}"));
        assertEquals("getMore users", text("{getMore: 5, collection: 'users'}"));
    }

    @Test
    void takes_for_values_what_is_no_name() {
        assertEquals("scores.?", FieldName.of("scores.42"));
        assertEquals("?", FieldName.of("first.last@example.com"));
        assertEquals("?", FieldName.of("a64f3bc9e1d2"));
        assertEquals("?", FieldName.of(""));
        assertEquals("address2.line_1", FieldName.of("address2.line_1"));
        assertEquals("$elemMatch", FieldName.of("$elemMatch"));
    }

    @Test
    void says_once_what_repeats_itself_in_a_list() {
        assertEquals(
                "find users {$or: [{a: ?}, {b: ?}]}",
                text("{find: 'users', filter: {$or: [{a: 1}, {a: 2}, {b: 3}, {b: 4}]}}"));
        assertEquals(
                of("{find: 'u', filter: {$or: [{a: 1}]}}").get().hash(),
                of("{find: 'u', filter: {$or: [{a: 1}, {a: 2}]}}").get().hash());
        assertNotEquals(
                of("{find: 'u', filter: {$or: [{a: 1}]}}").get().hash(),
                of("{find: 'u', filter: {$or: [{a: 1}, {b: 2}]}}").get().hash());
        assertEquals(
                "aggregate users [{$match: {a: ?}}, {$sort: {b: ?}}, {$limit: ?}]",
                text("{aggregate: 'users', pipeline: [{$match: {a: 1}}, {$sort: {b: 1}}, {$limit: 5}]}"));
        assertEquals("find users {tags: ?}", text("{find: 'users', filter: {tags: ['a', 'b']}}"));
    }

    @Test
    void tells_values_apart_by_their_hash() {
        CommandShape one = of("{find: 'u', filter: {a: 1}}");
        CommandShape other = of("{find: 'u', filter: {a: 2}}");
        assertEquals(one.get().hash(), other.get().hash());
        assertNotEquals(one.parameterHash(), other.parameterHash());
        assertEquals(one.parameterHash(), of("{find: 'u', filter: {a: 1}}").parameterHash());
        assertNotEquals(
                of("{find: 'u', filter: {'s.12': 1}}").parameterHash(),
                of("{find: 'u', filter: {'s.13': 1}}").parameterHash());
        assertNotEquals(
                of("{find: 'u', filter: {a: 1}, skip: 10}").parameterHash(),
                of("{find: 'u', filter: {a: 1}, skip: 20}").parameterHash());
    }

    @Test
    void knows_what_a_command_is() {
        assertTrue(of("{find: 'u'}").get().is(Shape.READS));
        assertFalse(of("{find: 'u'}").get().is(Shape.LIMITED));
        assertTrue(of("{find: 'u', limit: 3}").get().is(Shape.LIMITED));
        assertTrue(of("{aggregate: 'u', pipeline: [{$limit: 3}]}").get().is(Shape.LIMITED));
        Shape writing = of("{aggregate: 'u', pipeline: [{$match: {a: 1}}, {$out: 'v'}]}")
                .get();
        assertTrue(writing.is(Shape.WRITES));
        assertFalse(writing.is(Shape.READS));
        assertFalse(of("{getMore: 5, collection: 'u'}").get().is(Shape.READS | Shape.BLOCKING));
        assertTrue(of("{getMore: 5, collection: 'u', maxTimeMS: 100}").get().is(Shape.BLOCKING));
        assertTrue(
                CommandShape.waiting(of("{getMore: 5, collection: 'u'}").get()).is(Shape.BLOCKING));
    }

    @Test
    void reads_what_the_application_has_handed_over_and_leaves_it_as_it_is() {
        BsonDocumentWrapper<Document> filter =
                new BsonDocumentWrapper<>(new Document("a", 1).append("b", "text"), new DocumentCodec());
        BsonDocument command = BsonDocument.parse("{find: 'u'}").append("filter", filter);
        assertEquals("find u {a: ?, b: ?}", of(command).get().text());
        assertFalse(filter.isUnwrapped());

        BsonDocumentWrapper<Object> opaque = new BsonDocumentWrapper<>(new Object(), null);
        Shape unknown =
                of(BsonDocument.parse("{find: 'u'}").append("filter", opaque)).get();
        assertEquals("find u ?", unknown.text());
        assertTrue(unknown.is(Shape.VOLATILE));
        assertFalse(opaque.isUnwrapped());
    }

    @Test
    void tells_bytes_apart_without_decoding_them() {
        CommandShape one = of(RawBsonDocument.parse("{find: 'u', filter: {a: 1}}"));
        CommandShape other = of(RawBsonDocument.parse("{find: 'u', filter: {a: 2}}"));
        assertEquals("find u ?", one.get().text());
        assertEquals(one.get().hash(), other.get().hash());
        assertNotEquals(one.parameterHash(), other.parameterHash());
    }

    @Test
    void bounds_what_it_reads() {
        BsonDocument deep = BsonDocument.parse("{a: 1}");
        for (int i = 0; i < 100; i++) {
            deep = new BsonDocument("n", deep);
        }
        BsonDocument wide = new BsonDocument();
        for (int i = 0; i < 1_000; i++) {
            wide.append("f" + (char) ('a' + i % 26) + (char) ('a' + i / 26), deep.get("n"));
        }
        String text = of(new BsonDocument("find", new org.bson.BsonString("u")).append("filter", wide))
                .get()
                .text();
        assertTrue(text.length() < 10_000, () -> "of " + text.length());
    }
}
