// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

/** What a thread remembers while it waits for a reply: a command that it cancels then has taken too long. */
enum Waiting {
    YES
}
