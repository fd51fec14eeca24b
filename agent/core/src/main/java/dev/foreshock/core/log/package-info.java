// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** The agent's own lines on stderr: SLF4J's interface without its factory, so that the application's logging is left alone. */
@NullMarked
package dev.foreshock.core.log;

import org.jspecify.annotations.NullMarked;
