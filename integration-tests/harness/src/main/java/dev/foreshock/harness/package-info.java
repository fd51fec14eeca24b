// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What the tests of the packaged agent stand on: an OTLP receiver, forked JVMs, libraries in several versions, PostgreSQL. */
@NullMarked
package dev.foreshock.harness;

import org.jspecify.annotations.NullMarked;
