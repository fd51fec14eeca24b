// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * MongoDB's Java drivers 4 and 5, the synchronous one and that for reactive streams. Both hand every command of the application to
 * a connection that was taken from the pool; what the driver asks on its own account (monitoring, authentication) goes another way.
 */
@NullMarked
package dev.foreshock.instrumentation.mongodb;

import org.jspecify.annotations.NullMarked;
