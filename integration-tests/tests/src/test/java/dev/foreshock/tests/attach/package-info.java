// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** The packaged agent attaches, weaves, and is never the reason why an application fails. */
package dev.foreshock.tests.attach;
