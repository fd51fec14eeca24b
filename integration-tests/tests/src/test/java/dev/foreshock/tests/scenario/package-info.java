// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Sick applications and their healthy look-alikes, and what the packaged agent says of each with its default settings. */
package dev.foreshock.tests.scenario;
