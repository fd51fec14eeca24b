// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** HTTP servers on Netty, whoever builds the pipeline: Reactor Netty and Vert.x too. And its event loops, as executors. */
@NullMarked
package dev.foreshock.instrumentation.netty;

import org.jspecify.annotations.NullMarked;
