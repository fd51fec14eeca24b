// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What {@code collector-config} says about the agent's metrics, against the metrics themselves. */
package dev.foreshock.tests.collector;
