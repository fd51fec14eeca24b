// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Answers of a backend, which may be anything that listens there. */
class BackendFuzzTest {
    private static final int LONGEST_BODY = 64 << 10;
    private static final int MOST_READ = 1 << 20;

    /** Gives what the fuzzer wants, and then goes on for ever with the last bytes of it. */
    private static final class Endless extends InputStream {
        private final byte[] bytes;
        private int read;

        Endless(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            int at = read++;
            if (read > MOST_READ) {
                throw new AssertionError("more than a megabyte of one answer was read");
            }
            return at < bytes.length ? bytes[at] & 0xFF : bytes.length == 0 ? -1 : bytes[bytes.length - 1] & 0xFF;
        }
    }

    @FuzzTest(maxDuration = "60s")
    void anAnswerIsReadWithinItsBounds(FuzzedDataProvider data) {
        String head = data.consumeBoolean() ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" : "";
        byte[] rest = data.consumeRemainingAsBytes();
        byte[] all = new byte[head.length() + rest.length];
        for (int i = 0; i < head.length(); i++) {
            all[i] = (byte) head.charAt(i);
        }
        System.arraycopy(rest, 0, all, head.length(), rest.length);
        try {
            HttpAnswer answer = new HttpReader(new Endless(all)).read();
            if (answer.body().length > LONGEST_BODY || answer.retryAfterNanos() < 0) {
                throw new AssertionError(answer.toString());
            }
        } catch (IOException e) {
            // What is no answer is said to be none.
        }
    }

    @FuzzTest(maxDuration = "60s")
    void aMessageIsReadAsFarAsItGoes(FuzzedDataProvider data) {
        byte[] message = data.consumeBytes(200);
        new PartialSuccess(Signal.TRACES, "http://localhost", new Health(line -> {}), (reason, count) -> {})
                .accept(message);
        if (RetryInfo.nanos(data.consumeRemainingAsString()) < 0) {
            throw new AssertionError("a pause cannot be negative");
        }
    }

    /** A caller's tracestate is read when its trace is exported. */
    @FuzzTest(maxDuration = "30s")
    void anyTraceStateIsExported(FuzzedDataProvider data) {
        LocalTrace unit = new LocalTrace(
                1, 2, 3, true, data.consumeRemainingAsString(), null, Kind.REQUEST, 4, System.nanoTime(), 0);
        unit.root().close(System.nanoTime());
        unit.freeze();
        Origin origin = new Origin(Resource.empty());
        List<SpanData> spans = new ArrayList<>();
        new TraceConverter(
                        origin, new ExceptionEntries(origin, new ExceptionText("redacted"), (reason, count) -> {}), 10)
                .convert(unit, spans, new ArrayList<>());
        if (spans.size() != 1) {
            throw new AssertionError(spans.toString());
        }
    }
}
