// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.Test;

class OtlpCountTest {
    @Test
    void counts_the_spans_of_all_scopes_and_resources() {
        ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(spans(3))
                .addResourceSpans(spans(2))
                .addResourceSpans(spans(0))
                .build();
        assertEquals(10, OtlpCount.of(request.toByteArray()));
    }

    private static ResourceSpans spans(int each) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder().setSchemaUrl("https://example.com");
        for (int i = 0; i < each; i++) {
            scope.addSpans(Span.newBuilder()
                    .setName("SELECT")
                    .setStartTimeUnixNano(Long.MAX_VALUE)
                    .setFlags(1)
                    .setKind(Span.SpanKind.SPAN_KIND_CLIENT));
        }
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().setDroppedAttributesCount(1_000_000))
                .addScopeSpans(scope)
                .addScopeSpans(scope)
                .build();
    }

    @Test
    void says_so_of_what_is_no_export_request() {
        assertThrows(IllegalArgumentException.class, () -> OtlpCount.of("no message at all".getBytes(US_ASCII)));
        assertThrows(IllegalArgumentException.class, () -> OtlpCount.of(new byte[] {(byte) 0x80}));
    }
}
