// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Inbound requests of servlet containers, woven at the container's own entry so that filters and error pages are inside. */
@NullMarked
package dev.foreshock.instrumentation.servlet;

import org.jspecify.annotations.NullMarked;
