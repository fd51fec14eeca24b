// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** The settings: what users set through environment variables and system properties, with type, default and meaning. */
@NullMarked
package dev.foreshock.core.config;

import org.jspecify.annotations.NullMarked;
