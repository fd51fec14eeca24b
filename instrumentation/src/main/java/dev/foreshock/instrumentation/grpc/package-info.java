// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** gRPC servers and clients, over every transport. Names follow the semantic conventions for RPC. */
@NullMarked
package dev.foreshock.instrumentation.grpc;

import org.jspecify.annotations.NullMarked;
