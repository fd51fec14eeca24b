// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which methods a class of advice is woven into.
 *
 * <p>The class holds at most one {@code @Advice.OnMethodEnter(inline = false)} and one {@code @Advice.OnMethodExit(inline
 * = false)} method. It is loaded the first time a woven method runs, in a loader that sees the library's own types, so
 * advice is plain Java against them. The annotation processor checks the rules of advice at compile time and writes one
 * line per annotated class to {@code META-INF/weave.index}; at run time only that index is read.
 *
 * <p>Exact {@link #types} cost one hash look-up per loaded class. {@link #subtypesOf} costs a look at the class file's
 * header, and is therefore allowed only behind a {@link #nameHint}.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Instrument {
    /** The instrumentation's name, as in {@code OTEL_INSTRUMENTATION_<NAME>_ENABLED}: lower case, with hyphens. */
    String name();

    /** What the page of supported libraries calls it, for example {@code "JDBC drivers"}. */
    String library();

    /** Binary names of classes to weave. */
    String[] types() default {};

    /** Binary names of interfaces or classes whose concrete subtypes are woven, where {@link #nameHint} lets them by. */
    String[] subtypesOf() default {};

    /**
     * Substrings, one of which the simple name of a class must contain before its supertypes are looked at. One with a dot
     * is the beginning of a binary name instead: for a library whose classes have no telling names.
     */
    String[] nameHint() default {};

    /** Prefixes of binary names that are never woven as subtypes: pools and proxies around the real thing. */
    String[] except() default {};

    /**
     * Methods to weave: a bare name for every overload, or a name with erased parameter types, for example {@code
     * "setString(int,java.lang.String)"}. {@code "<init>"} weaves constructors (exit advice only).
     */
    String[] methods();

    /** Where not empty, only overloads whose first parameter has this erased type. */
    String firstArgument() default "";

    /**
     * Whether class files of Java 6 (version 50), which know no {@code invokedynamic}, are woven as if they were of Java 7. Only
     * for types by exact name all of whose versions were seen to hold stack maps: the verifier insists on them from then on,
     * and falls back to nothing. Where it is not set, such classes are left alone.
     */
    boolean fromJava6() default false;
}
