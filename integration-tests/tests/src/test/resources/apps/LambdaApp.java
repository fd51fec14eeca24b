// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A function of objects, and what starts it, or the function of streams that is named. */
public class LambdaApp implements RequestHandler<Map<String, Object>, Object> {
    public static void main(String[] arguments) throws Throwable {
        Items.create();
        Thread end = new Thread(() -> {
            try {
                Child.awaitEnd();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            System.exit(0);
        });
        end.setDaemon(true);
        end.start();
        AWSLambda.main(new String[] {"apps." + arguments[0] + "::handleRequest"});
    }

    @Override
    public Object handleRequest(Map<String, Object> event, Context context) {
        if (event.containsKey("slow")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_200));
        }
        String found = Items.find();
        if (event.containsKey("fail")) {
            throw new IllegalStateException("hunter2");
        }
        if (event.containsKey("requestContext")) {
            return Map.of("statusCode", event.containsKey("busy") ? 503 : 201, "body", "hunter2");
        }
        return found;
    }
}
