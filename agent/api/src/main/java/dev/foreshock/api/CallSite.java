// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in the application's code a call comes from.
 *
 * @param className binary name of the class of the first application frame
 * @param methodName its method
 * @param fileName the source file, or {@code null} where the class file does not say
 * @param lineNumber the line, or 0 where unknown
 * @param hints what the skipped frames below it show, for example {@code hibernate}, {@code spring-data}, {@code
 *     spring-jdbc}; decides which fix is suggested
 * @param hash a hash over the first three application frames
 * @param caller the second application frame as {@link #display} shows the first, or {@code null} where there is none
 */
public record CallSite(
        String className,
        String methodName,
        @Nullable String fileName,
        int lineNumber,
        List<String> hints,
        long hash,
        @Nullable String caller) {

    /** Without a caller. */
    public CallSite(
            String className,
            String methodName,
            @Nullable String fileName,
            int lineNumber,
            List<String> hints,
            long hash) {
        this(className, methodName, fileName, lineNumber, hints, hash, null);
    }

    /** {@code OrderService.java:42}, or the class and method where the file is unknown. */
    public String display() {
        return display(className, methodName, fileName, lineNumber);
    }

    /** How a frame is shown. */
    public static String display(String className, String methodName, @Nullable String fileName, int lineNumber) {
        return fileName != null && lineNumber > 0 ? fileName + ":" + lineNumber : className + "." + methodName;
    }

    /** {@code shop.OrderService.total}, the conventional {@code code.function.name}. */
    public String function() {
        return className + "." + methodName;
    }
}
