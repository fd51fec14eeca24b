// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What a measured application says of itself, the same code under every agent. */
@NullMarked
package com.example.report;

import org.jspecify.annotations.NullMarked;
