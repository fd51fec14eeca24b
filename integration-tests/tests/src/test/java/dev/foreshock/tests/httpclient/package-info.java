// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** HTTP clients, each against one server and one contract. */
package dev.foreshock.tests.httpclient;
