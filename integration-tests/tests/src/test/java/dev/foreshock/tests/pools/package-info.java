// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Connection pools, each with the real thing. */
package dev.foreshock.tests.pools;
