// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** The metrics of the packaged agent, as a backend receives them. */
package dev.foreshock.tests.cost;
