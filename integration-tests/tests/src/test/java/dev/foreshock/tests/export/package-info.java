// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What the application notices of a backend that misbehaves: nothing. */
package dev.foreshock.tests.export;
