// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

/**
 * The instrumentation scope of what arrived.
 *
 * @param schemaUrl of the scope, or where that has none of the resource; empty where neither has one
 */
public record Scope(String name, String version, String schemaUrl) {}
