// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import dev.foreshock.harness.HttpProgram;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Asks what Prometheus, and what is like it, has stored. Answers are JSON, which is YAML as well. */
record PromApi(HttpProgram server) {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A series with its value at one moment. */
    record Sample(Map<String, String> labels, double value) {
        String name() {
            return labels.getOrDefault("__name__", "");
        }
    }

    /** A question that is asked until the answer is as it should be. */
    interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }

    /** Answers the first thing asked for that is not empty, for at most 30 seconds. */
    static <T extends Collection<?>> T await(Question<T> question) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            T answer = question.ask();
            if (!answer.isEmpty() || System.nanoTime() - begin > PATIENCE_NANOS) {
                return answer;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** The value of an expression of which there is exactly one. */
    double value(String expression) throws IOException, InterruptedException {
        List<Sample> samples = query(expression);
        if (samples.size() != 1) {
            throw new AssertionError(expression + " is " + samples);
        }
        return samples.get(0).value();
    }

    List<Sample> query(String expression) throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        Map<?, ?> data = data("/api/v1/query?time=" + now() + "&query=" + encoded(expression));
        for (Map<?, ?> sample : Rule.maps(data.get("result"))) {
            List<?> value = (List<?>) sample.get("value");
            samples.add(new Sample(texts(sample.get("metric")), Double.parseDouble(String.valueOf(value.get(1)))));
        }
        return samples;
    }

    /** All values that one series has had within the last five minutes, in order. */
    List<Double> history(String selector) throws IOException, InterruptedException {
        List<Double> values = new ArrayList<>();
        Map<?, ?> data = data("/api/v1/query?time=" + now() + "&query=" + encoded(selector + "[5m]"));
        List<Map<?, ?>> series = Rule.maps(data.get("result"));
        if (series.size() != 1) {
            throw new AssertionError(selector + " is " + series);
        }
        for (Object value : (List<?>) series.get(0).get("values")) {
            values.add(Double.parseDouble(String.valueOf(((List<?>) value).get(1))));
        }
        return values;
    }

    /** The labels of all series of the last five minutes that are selected. */
    List<Map<String, String>> series(String selector) throws IOException, InterruptedException {
        List<Map<String, String>> series = new ArrayList<>();
        for (Sample sample : query("last_over_time(" + selector + "[5m])")) {
            series.add(sample.labels());
        }
        return series;
    }

    /** The alerts that fire. */
    List<Map<String, String>> firing() throws IOException, InterruptedException {
        List<Map<String, String>> firing = new ArrayList<>();
        for (Map<?, ?> alert : Rule.maps(data("/api/v1/alerts").get("alerts"))) {
            if ("firing".equals(alert.get("state"))) {
                firing.add(texts(alert.get("labels")));
            }
        }
        return firing;
    }

    private Map<?, ?> data(String path) throws IOException, InterruptedException {
        return (Map<?, ?>) ((Map<?, ?>) parsed(server.get(path))).get("data");
    }

    static Object parsed(String json) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(json);
    }

    static Map<String, String> texts(Object map) {
        Map<String, String> texts = new TreeMap<>();
        ((Map<?, ?>) map).forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return texts;
    }

    /** In seconds. VictoriaMetrics would take the second's beginning, and not see what has come since. */
    private static String now() {
        return BigDecimal.valueOf(System.currentTimeMillis(), 3).toPlainString();
    }

    private static String encoded(String expression) {
        return URLEncoder.encode(expression, StandardCharsets.UTF_8);
    }
}
