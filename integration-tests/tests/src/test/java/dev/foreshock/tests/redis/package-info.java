// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Redis, through each of its clients. */
package dev.foreshock.tests.redis;
