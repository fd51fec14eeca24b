// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Jedis 3 to 8. All versions send through {@code Connection.sendCommand} and read through {@code
 * Connection.readProtocolWithCheckingBroken}; replies come in the order of the commands. Commands that are sent before a reply is
 * read are a pipeline.
 */
@NullMarked
package dev.foreshock.instrumentation.jedis;

import org.jspecify.annotations.NullMarked;
