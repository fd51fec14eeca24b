// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The libraries that the frames between the application and the driver give away; they decide which fix is suggested. */
final class Hint {
    static final String HIBERNATE = "hibernate";
    /** A collection or a proxy that loads when it is touched. */
    static final String HIBERNATE_LAZY = "hibernate-lazy";

    static final String SPRING_DATA = "spring-data";
    static final String SPRING_JDBC = "spring-jdbc";
    static final String ECLIPSELINK = "eclipselink";
    static final String MYBATIS = "mybatis";
    static final String JOOQ = "jooq";
    static final String JDBI = "jdbi";
    static final String MICRONAUT_DATA = "micronaut-data";

    /** Package prefixes and what they stand for, the more special ones first. */
    private static final List<String[]> PREFIXES = List.of(
            new String[] {"org.hibernate.collection.", HIBERNATE_LAZY},
            new String[] {"org.hibernate.proxy.", HIBERNATE_LAZY},
            new String[] {"org.hibernate.bytecode.enhance.", HIBERNATE_LAZY},
            new String[] {"org.hibernate.", HIBERNATE},
            new String[] {"org.springframework.data.", SPRING_DATA},
            new String[] {"org.springframework.jdbc.", SPRING_JDBC},
            new String[] {"org.eclipse.persistence.", ECLIPSELINK},
            new String[] {"org.apache.ibatis.", MYBATIS},
            new String[] {"org.mybatis.", MYBATIS},
            new String[] {"org.jooq.", JOOQ},
            new String[] {"org.jdbi.", JDBI},
            new String[] {"io.micronaut.data.", MICRONAUT_DATA});

    private Hint() {}

    /** What the class of a frame gives away, or {@code null}. */
    static @Nullable String of(String className) {
        for (String[] known : PREFIXES) {
            if (className.startsWith(known[0])) {
                return known[1];
            }
        }
        return null;
    }
}
