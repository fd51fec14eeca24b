// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Context across pools, fork/join, completable futures and threads. */
package dev.foreshock.tests.concurrent;
