// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HttpReaderTest {
    private static HttpReader reader(String text) {
        return new HttpReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String body(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aBodyOfKnownLengthLeavesTheConnectionUsable() throws IOException {
        HttpReader reader =
                reader("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 503 Busy\r\ncontent-length:0\r\n\r\n");
        HttpAnswer first = reader.read();
        assertEquals(200, first.status());
        assertEquals("OK", first.reason());
        assertEquals("abc", body(first));
        assertTrue(reader.isReusable());
        assertEquals(503, reader.read().status());
    }

    @Test
    void aBodyInChunks() throws IOException {
        HttpReader reader = reader(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n");
        assertEquals("abc0123456789", body(reader.read()));
        assertTrue(reader.isReusable());
    }

    @Test
    void aChunkThatClaimsAllThereIsCostsTheConnection() throws IOException {
        HttpReader reader = reader("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n7fffffffffffffff\r\n"
                + "x".repeat(100));
        assertEquals("a", body(reader.read()));
        assertFalse(reader.isReusable());
    }

    @Test
    void aBodyUntilTheEndOfTheConnection() throws IOException {
        HttpReader reader = reader("HTTP/1.0 400 Bad Request\n\nwhy");
        HttpAnswer answer = reader.read();
        assertEquals(400, answer.status());
        assertEquals("why", body(answer));
        assertFalse(reader.isReusable());
    }

    @Test
    void interimAnswersArePassedOver() throws IOException {
        assertEquals(
                204,
                reader("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")
                        .read()
                        .status());
        assertThrows(
                IOException.class,
                () -> reader("HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000)).read());
    }

    @Test
    void whoCloses() throws IOException {
        HttpReader reader = reader("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        reader.read();
        assertFalse(reader.isReusable());
    }

    @Test
    void aLongBodyIsCutAndCostsTheConnection() throws IOException {
        for (String head : new String[] {"Content-Length: 1000000\r\n\r\n", "\r\n"}) {
            HttpReader reader = reader("HTTP/1.1 200 OK\r\n" + head + "x".repeat(1_000_000));
            assertEquals(64 << 10, reader.read().body().length);
            assertFalse(reader.isReusable());
        }
        HttpReader reader = reader("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFF\r\nxxx");
        assertEquals(0, reader.read().body().length);
        assertFalse(reader.isReusable());
    }

    @Test
    void anEndlessHeadIsRefused() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                java.util.Arrays.fill(bytes, offset, offset + length, (byte) 'x');
                return length;
            }
        };
        assertThrows(IOException.class, () -> new HttpReader(endless).read());
    }

    @Property
    void anyBytesAreAnAnswerOrAnIoException(@ForAll @Size(max = 200) byte[] tail) {
        for (String head : new String[] {
            "", "HTTP/1.1 ", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        }) {
            byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
            byte[] all = java.util.Arrays.copyOf(start, start.length + tail.length);
            System.arraycopy(tail, 0, all, start.length, tail.length);
            try {
                assertTrue(new HttpReader(new ByteArrayInputStream(all)).read().status() >= 200);
            } catch (IOException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }

    @Property
    void anyBytesAreReadAsProtobufWithoutHarm(@ForAll @Size(max = 200) byte[] bytes) {
        Proto proto = new Proto(bytes);
        int fields = 0;
        while (proto.next()) {
            assertTrue(proto.text().length() <= bytes.length);
            assertTrue(++fields <= bytes.length);
        }
        assertTrue(RetryInfo.nanos(java.util.Base64.getEncoder().encodeToString(bytes)) >= 0);
    }

    @Test
    void howLongToWait() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertEquals(0, HttpReader.retryAfterNanos(null, now));
        assertEquals(120_000_000_000L, HttpReader.retryAfterNanos("120", now));
        assertEquals(90_000_000_000L, HttpReader.retryAfterNanos("Thu, 01 Jan 2026 00:01:30 GMT", now));
        assertEquals(0, HttpReader.retryAfterNanos("Wed, 31 Dec 2025 00:00:00 GMT", now));
        assertEquals(0, HttpReader.retryAfterNanos("-5", now));
        assertEquals(0, HttpReader.retryAfterNanos("soon", now));
        assertEquals(0, HttpReader.retryAfterNanos("99999999999999999", now));
        assertEquals(0, RetryInfo.nanos("not base64!"));
    }
}
