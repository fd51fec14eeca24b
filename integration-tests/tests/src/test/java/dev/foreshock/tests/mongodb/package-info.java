// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** MongoDB, through each of its drivers, against a server that imitates one. */
package dev.foreshock.tests.mongodb;
