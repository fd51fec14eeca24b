// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.lambda;

import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.tests.LibraryApp;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** Functions in Lambda's own runtime, in JVMs of their own. */
public final class Functions {
    private static final String NATIVE = "jni/libaws-lambda-jni.linux-x86_64.so";

    private Functions() {}

    /** Whether the runtime can run here. */
    public static boolean haveNativeCode() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /**
     * A function that is not started yet.
     *
     * @param directory an empty one of its own
     */
    public static JvmBuilder of(String version, String function, RuntimeApi api, Path directory) throws Exception {
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
}
