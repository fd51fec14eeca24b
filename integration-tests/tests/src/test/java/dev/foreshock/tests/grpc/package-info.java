// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** gRPC over real transports. */
package dev.foreshock.tests.grpc;
