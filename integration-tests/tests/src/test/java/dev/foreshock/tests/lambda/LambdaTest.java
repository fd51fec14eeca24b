// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foreshock.harness.Answer;
import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions in Lambda's own runtime: one unit of work for each invocation, exported before its answer. */
class LambdaTest {
    private static final String NATIVE = "jni/libaws-lambda-jni.linux-x86_64.so";

    @TempDir
    Path directory;

    @BeforeEach
    void the_client_has_native_code() {
        assumeTrue(System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64"));
    }

    static Stream<Arguments> functions() {
        return Stream.of("floor", "latest")
                .filter(version -> Libraries.has("aws-lambda", version))
                .flatMap(version ->
                        Stream.of("LambdaApp", "LambdaStreamApp").map(function -> Arguments.of(version, function)));
    }

    private JvmBuilder function(String version, String function, RuntimeApi api) throws Exception {
        // By itself the client unpacks it to one path for all users of a machine.
        Path library = directory.resolve("lambda.so");
        for (Path jar : Libraries.of("aws-lambda", version)) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                if (zip.getEntry(NATIVE) != null) {
                    try (InputStream in = zip.getInputStream(zip.getEntry(NATIVE))) {
                        Files.copy(in, library);
                    }
                }
            }
        }
        return LibraryApp.of("aws-lambda", version, "LambdaApp", "LambdaStreamApp", "Items")
                .jvm()
                .systemProperty(
                        "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI",
                        library.toString())
                // A busy machine starts slowly, which is a finding of its own.
                .environment("FORESHOCK_COLDSTART_MIN_MS", "600000")
                .environment("AWS_LAMBDA_RUNTIME_API", api.address())
                .environment("AWS_LAMBDA_FUNCTION_NAME", "shop")
                .environment("AWS_LAMBDA_FUNCTION_VERSION", "1")
                .environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
                .environment("AWS_LAMBDA_LOG_GROUP_NAME", "shop")
                .environment("AWS_LAMBDA_LOG_STREAM_NAME", "shop")
                .environment("AWS_REGION", "eu-west-1")
                .environment("LAMBDA_TASK_ROOT", directory.toString())
                .environment("_HANDLER", "apps." + function + "::handleRequest")
                .arguments(function);
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("functions")
    void invocations(String version, String function) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RuntimeApi api = new RuntimeApi(receiver::spans);
                ForkedJvm jvm = function(version, function, api)
                        .exportTo(receiver)
                        // Nothing is exported by the clock.
                        .environment("OTEL_BSP_SCHEDULE_DELAY", "600000")
                        .start()) {
            expect(api.invoke("{}"), "invocation-1", true, null);
            expect(api.invoke("{}"), "invocation-2", false, null);
            expect(api.invoke("{\"fail\":\"yes\"}"), "invocation-3", false, "java.lang.IllegalStateException");
            assertTrue(
                    receiver.metrics().stream().anyMatch(metric -> metric.name().equals("foreshock.unit.duration")),
                    receiver::describe);
            jvm.finish().assertClean();
            assertEquals(3, receiver.spans(span -> span.name().equals("shop")).size(), receiver::describe);
            assertFalse(receiver.sawText("hunter2"), receiver::describe);
        }
    }

    /** A backend that takes everything and says nothing holds an answer up for no longer than it may. */
    @Test
    void answers_while_the_backend_hangs() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RuntimeApi api = new RuntimeApi(List::of);
                ForkedJvm jvm = function("latest", "LambdaApp", api)
                        .exportTo(receiver)
                        .environment("FORESHOCK_SHUTDOWN_TIMEOUT", "300")
                        .expectStderr("\\[foreshock]")
                        .start()) {
            receiver.answer(Answer.hang());
            assertEquals("invocation-1/response", api.invoke("{}").path());
            assertEquals("invocation-2/response", api.invoke("{}").path());
            jvm.finish();
        }
    }

    @SuppressWarnings("unchecked")
    private static void expect(RuntimeApi.Answered<?> answer, String id, boolean cold, String error) {
        assertEquals(id + (error == null ? "/response" : "/error"), answer.path());
        List<ReceivedSpan> exported = (List<ReceivedSpan>) answer.exported();
        List<ReceivedSpan> of = exported.stream()
                .filter(span -> id.equals(span.attribute("faas.invocation_id")))
                .toList();
        assertEquals(1, of.size(), () -> "spans of " + id + " among " + exported);
        ReceivedSpan span = of.get(0);
        assertEquals("shop", span.name());
        assertEquals(cold, span.attribute("faas.coldstart"), span::toString);
        assertEquals(
                "arn:aws:lambda:eu-west-1:123456789012:function:shop",
                span.attribute("cloud.resource_id"),
                span::toString);
        assertEquals(error, span.attribute("error.type"), span::toString);
        assertEquals(
                1,
                exported.stream().filter(each -> each.isChildOf(span)).count(),
                () -> "statements of " + id + " among " + exported);
    }
}
