// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** The ids of trace and span in what an application logs. */
package dev.foreshock.tests.logging;
