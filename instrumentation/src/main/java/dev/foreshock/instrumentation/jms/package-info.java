// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * JMS, both {@code javax.jms} and {@code jakarta.jms}: any provider whose classes are named after what they are, ActiveMQ Classic and
 * Artemis with their acknowledgements, and Spring's containers. Advice knows neither API; {@link JmsMessage} does for it.
 */
@NullMarked
package dev.foreshock.instrumentation.jms;

import org.jspecify.annotations.NullMarked;
