// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Kafka: clients of several generations and Spring's containers, against a real broker. */
package dev.foreshock.tests.kafka;
