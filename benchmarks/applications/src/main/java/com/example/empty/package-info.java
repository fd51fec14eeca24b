// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** The smallest agent. */
@NullMarked
package com.example.empty;

import org.jspecify.annotations.NullMarked;
