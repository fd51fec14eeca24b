// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.log;

/**
 * What the OpenTelemetry SDK and OkHttp get in place of {@link java.util.logging.Level}, as {@link SdkLogger} stands for its
 * logger. A runtime image need not have the module {@code java.logging}. Immutable.
 */
public final class SdkLevel {
    public static final SdkLevel SEVERE = new SdkLevel(1000);
    public static final SdkLevel WARNING = new SdkLevel(900);
    public static final SdkLevel INFO = new SdkLevel(800);
    public static final SdkLevel FINE = new SdkLevel(500);
    public static final SdkLevel FINEST = new SdkLevel(300);

    private final int value;

    private SdkLevel(int value) {
        this.value = value;
    }

    public int intValue() {
        return value;
    }
}
