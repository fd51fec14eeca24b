// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** The smallest application. */
@NullMarked
package com.example.hello;

import org.jspecify.annotations.NullMarked;
