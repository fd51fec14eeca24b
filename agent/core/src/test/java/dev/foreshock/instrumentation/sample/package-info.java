// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Advice of the shapes that instrumentations have. */
package dev.foreshock.instrumentation.sample;
