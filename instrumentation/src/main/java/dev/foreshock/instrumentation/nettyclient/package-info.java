// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Outbound requests over Netty's own HTTP codec. A request is known by the encoder and its response by the decoder, as with
 * servers: no handler is put into an application's pipeline. Clients over Netty that have an instrumentation of their own
 * are left to it.
 */
@NullMarked
package dev.foreshock.instrumentation.nettyclient;

import org.jspecify.annotations.NullMarked;
