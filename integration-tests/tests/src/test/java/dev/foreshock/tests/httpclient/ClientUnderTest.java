// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.tests.LibraryApp;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * A client, and what it cannot do.
 *
 * @param library as in {@code libraries.txt}, or {@code jdk}, whose versions are those of Java
 * @param app the class in {@code apps}, which extends {@code ClientApp}
 * @param versions those of {@code libraries.txt} that the app is for
 * @param cannot names of cases, each with the reason
 */
record ClientUnderTest(String library, String app, List<String> versions, Map<String, String> cannot) {

    static ClientUnderTest of(String library, String app, String... versions) {
        return new ClientUnderTest(library, app, List.of(versions), Map.of());
    }

    /** {@code cases} are separated by spaces. */
    ClientUnderTest cannot(String cases, String reason) {
        Map<String, String> more = new LinkedHashMap<>(cannot);
        Arrays.stream(cases.split(" ", -1)).forEach(name -> more.put(name, reason));
        return new ClientUnderTest(library, app, versions, more);
    }

    /** Whether the build has resolved this version, or the machine has this JDK. */
    boolean isThere(String version) {
        return library.equals("jdk")
                ? Jdks.find(Integer.parseInt(version)).isPresent()
                : Libraries.has(library, version);
    }

    /** The client with each of its versions that is there. */
    Stream<Arguments> arguments() {
        return versions.stream().filter(this::isThere).map(version -> Arguments.of(this, version));
    }

    JvmBuilder jvm(String version) throws IOException, URISyntaxException {
        JvmBuilder jvm = LibraryApp.of(library, version, app, "ClientApp").jvm();
        return library.equals("jdk")
                ? jvm.jdk(Jdks.find(Integer.parseInt(version)).orElseThrow())
                : jvm;
    }

    @Override
    public String toString() {
        return app;
    }
}
