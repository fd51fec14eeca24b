// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What must cost nothing: a record on the hot path, and the agent's start. */
class MetricsCostTest {
    private static final int CALLS = 20_000;

    @Test
    void recordingAKnownOperationOrUnitAllocatesNothing() {
        Metrics metrics = new Metrics(Settings.of(name -> null, name -> null, complaint -> {}));
        LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 0, 0);
        unit.method("GET");
        unit.route("/orders/{id}");
        unit.root().attribute("url.scheme", "https");
        unit.root().status(200);
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Operation operation = new Operation(unit, unit.root(), Kind.DATABASE, i + 1, 0);
            operation.shape(new Shape(i * 77L, "SELECT ?", "SELECT t" + i, "SELECT", List.of("t" + i), 0, 0, 0));
            // Equal targets that are not the same, as each connection may have its own.
            operation.target(new Target("postgresql", "db", 5432, "shop"));
            operation.close(1_000L + i * 1_000_000L);
            operations.add(operation);
            unit.add(operation, true);
        }
        unit.root().close(5_000_000);

        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            bytes = allocatedBy(() -> {
                for (int i = 0; i < CALLS; i++) {
                    metrics.ended(operations.get(i % 50));
                    metrics.unitEnded(unit);
                }
            });
        }

        assertEquals(0, bytes / CALLS, bytes + " bytes for " + CALLS + " operations and units");
    }

    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void creatingMetricsAndDeclaringFindingsLoadsNothingElse() throws ReflectiveOperationException {
        Recording loader = new Recording(MetricsCostTest.class.getClassLoader());
        Class<?> settings = loader.loadClass(Settings.class.getName());
        Object defaults = settings.getMethod("of", Function.class, Function.class, Consumer.class)
                .invoke(
                        null,
                        (Function<String, String>) name -> null,
                        (Function<String, String>) name -> null,
                        (Consumer<String>) complaint -> {});
        Class<?> type = loader.loadClass(Metrics.class.getName());
        Object metrics = type.getConstructor(settings).newInstance(defaults);
        type.getMethod("declareFinding", String.class).invoke(metrics, "n_plus_one");
        // Reflection resolves the types in all signatures: what comes after these calls is no longer ours.

        List<String> foreign = new ArrayList<>(loader.loaded);
        foreign.removeIf(name -> name.startsWith("dev.foreshock.core.config.")
                || name.startsWith("dev.foreshock.api.")
                || name.startsWith("io.opentelemetry."));
        foreign.sort(null);

        assertEquals(
                List.of(
                        "dev.foreshock.core.export.DropCounter",
                        "dev.foreshock.core.export.MetricSource",
                        LabelledCounter.class.getName(),
                        Metrics.class.getName()),
                foreign);
    }

    /** Defines the classes of the class path itself, and notes their names. */
    private static final class Recording extends ClassLoader {
        final List<String> loaded = new ArrayList<>();

        Recording(ClassLoader classPath) {
            super(null);
            this.classPath = classPath;
        }

        private final ClassLoader classPath;

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (InputStream in = classPath.getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                loaded.add(name);
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
