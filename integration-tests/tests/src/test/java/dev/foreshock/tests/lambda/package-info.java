// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Functions on a local Runtime API. */
package dev.foreshock.tests.lambda;
