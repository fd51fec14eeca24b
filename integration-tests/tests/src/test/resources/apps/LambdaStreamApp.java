// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

public class LambdaStreamApp implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        if (!event.startsWith("{") || !event.endsWith("}")) {
            throw new IllegalStateException("not all of the event");
        }
        String found = Items.find();
        if (event.contains("requestContext")) {
            int status = event.contains("busy") ? 503 : 201;
            String answer = "{\"body\": \"hunter2\", \"statusCode\": " + status + "}";
            out.write(answer.getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (event.contains("fail")) {
            throw new IllegalStateException("hunter2");
        }
        out.write(('"' + found + '"').getBytes(StandardCharsets.UTF_8));
    }
}
