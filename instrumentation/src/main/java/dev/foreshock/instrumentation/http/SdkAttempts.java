// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

/** What AWS SDKs tell the service of their retries, over whichever client they send: {@code attempt=2; max=3}. */
final class SdkAttempts {
    private static final String ATTEMPT = "attempt=";
    private static final int MAX_DIGITS = 4;

    private SdkAttempts() {}

    /** How many attempts came before this one; 0 where the request is none of an SDK's. */
    static int before(OutboundRequest request) {
        String value = request.apply("amz-sdk-request");
        int from = value == null ? -1 : value.indexOf(ATTEMPT);
        return value == null || from < 0 ? 0 : Math.max(0, number(value, from + ATTEMPT.length()) - 1);
    }

    private static int number(String text, int from) {
        int number = 0;
        for (int i = from; i < text.length() && i < from + MAX_DIGITS; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
