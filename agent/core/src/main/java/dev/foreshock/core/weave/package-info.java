// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Weaving: which classes of the application get advice, and how a woven method reaches it.
 *
 * <p>{@link dev.foreshock.core.weave.WeaveIndex} knows what is to be woven, {@link dev.foreshock.core.weave.Weaver} does it
 * when a class is loaded, and {@link dev.foreshock.core.weave.Linker} connects a woven method to its advice the first time
 * it runs, through a {@link dev.foreshock.core.weave.Fuse} that keeps every error of the advice away from the application.
 */
@NullMarked
package dev.foreshock.core.weave;

import org.jspecify.annotations.NullMarked;
