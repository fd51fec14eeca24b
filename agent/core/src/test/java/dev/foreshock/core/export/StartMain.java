// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.core.config.Settings;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;

/** A program that starts the exporter and ends without having exported anything. No lambdas: they load what they mention. */
final class StartMain implements MetricSource, DropCounter {
    private StartMain() {}

    public static void main(String[] arguments) {
        Settings settings = Settings.of(name -> null, name -> null, System.out::println);
        System.out.println("before start");
        StartMain main = new StartMain();
        Exporter exporter = new Exporter(settings, main, main);
        exporter.start();
        exporter.shutdown(2_000_000_000L);
        System.out.println("after shutdown");
    }

    @Override
    public List<MetricData> collect(Resource resource, InstrumentationScopeInfo scope) {
        throw new AssertionError("nothing was due");
    }

    @Override
    public void dropped(String reason, long count) {
        throw new AssertionError(reason);
    }
}
