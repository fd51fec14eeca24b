// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Inbound HTTP requests on real servers. */
package dev.foreshock.tests.servlet;
