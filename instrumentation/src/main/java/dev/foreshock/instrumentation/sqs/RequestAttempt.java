// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Target;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.internal.http.RequestExecutionContext;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * One attempt of the SDK, over whichever HTTP client: of a sending it is a part, and one that waits for messages is no operation. The
 * thread may be another one than the caller's. What the SDK asks elsewhere meanwhile (its credentials) stays an operation.
 */
@Instrument(
        name = "aws-sqs",
        library = "Amazon SQS, AWS SDK 2",
        types = {
            "software.amazon.awssdk.core.internal.http.pipeline.stages.MakeHttpRequestStage",
            "software.amazon.awssdk.core.internal.http.pipeline.stages.MakeAsyncHttpRequestStage"
        },
        methods = "executeHttpRequest",
        firstArgument = "software.amazon.awssdk.http.SdkHttpFullRequest")
public final class RequestAttempt {
    /** Every service's requests come by: the names need no class of this one. */
    private static final String MODEL = "software.amazon.awssdk.services.sqs.model.";

    private RequestAttempt() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object request,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object context) {
        if (!(context instanceof RequestExecutionContext known)) {
            return null;
        }
        String name = known.originalRequest().getClass().getName();
        if (!name.startsWith(MODEL) || !isPart(name.substring(MODEL.length()))) {
            return null;
        }
        Cursor cursor = Cursor.get();
        if (request instanceof SdkHttpRequest sent) {
            located(cursor.current(), sent);
        }
        cursor.suppress();
        return cursor;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Cursor cursor) {
            cursor.unsuppress();
        }
    }

    private static boolean isPart(String name) {
        return name.equals("SendMessageRequest")
                || name.equals("SendMessageBatchRequest")
                || name.equals("ReceiveMessageRequest");
    }

    /** The endpoint may be another one than the URL of the queue says. */
    private static void located(@Nullable Operation sending, SdkHttpRequest request) {
        Target target = sending == null || sending.kind() != Kind.PUBLISH ? null : sending.target();
        if (sending != null
                && target != null
                && !sending.isEnded()
                && target.system().equals(Queue.SYSTEM)
                && (!request.host().equals(target.address()) || request.port() != target.port())) {
            sending.target(new Target(Queue.SYSTEM, request.host(), request.port(), null));
        }
    }
}
