// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awslambda;

import dev.foreshock.api.Link;
import dev.foreshock.api.Recorder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What came with one message of a batch: the attributes that its sender has set, else the trace header of AWS X-Ray. */
final class RecordContext implements Function<String, @Nullable String> {
    private static final int MAX_ATTRIBUTES = 16;

    private final Map<String, String> attributes = new HashMap<>();
    private @Nullable String xray;

    /** Names and objects that hold a value, as SQS and SNS have them. */
    void attributes(JsonText json) {
        if (!json.object()) {
            return;
        }
        for (String name = json.member(); name != null; name = json.member()) {
            String value = null;
            if (json.object()) {
                for (String inner = json.member(); inner != null; inner = json.member()) {
                    if (inner.equals("stringValue") || inner.equals("Value")) {
                        value = json.string();
                    } else {
                        json.skip();
                    }
                }
            }
            if (value != null && attributes.size() < MAX_ATTRIBUTES) {
                attributes.put(name.toLowerCase(Locale.ROOT), value);
            }
        }
    }

    /** What SQS itself says of the message. */
    void system(JsonText json) {
        if (!json.object()) {
            return;
        }
        for (String name = json.member(); name != null; name = json.member()) {
            if (name.equals("AWSTraceHeader")) {
                xray = json.string();
            } else {
                json.skip();
            }
        }
    }

    void notification(JsonText json) {
        if (!json.object()) {
            return;
        }
        for (String name = json.member(); name != null; name = json.member()) {
            if (name.equals("MessageAttributes")) {
                attributes(json);
            } else {
                json.skip();
            }
        }
    }

    @Override
    public @Nullable String apply(String name) {
        return attributes.get(name.toLowerCase(Locale.ROOT));
    }

    @Nullable
    Link link() {
        Link sent = attributes.isEmpty() ? null : Recorder.instance().link(this);
        return sent != null ? sent : XRayHeader.link(xray);
    }
}
