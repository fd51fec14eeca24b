// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import java.util.List;

/**
 * One life of the shop: with so many customers, what was asked of it, and what arrived of it. Where the data goes to the
 * user's own backend, no findings and spans are known here.
 */
record Run(
        int customers,
        List<Visit> visits,
        JvmExit exit,
        List<ReceivedLog> findings,
        List<ReceivedSpan> spans,
        int exports,
        long exportedBytes) {}
