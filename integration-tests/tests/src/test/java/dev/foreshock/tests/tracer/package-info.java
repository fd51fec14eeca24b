// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** An application that traces already, with the agent beside its own tracer. */
package dev.foreshock.tests.tracer;
