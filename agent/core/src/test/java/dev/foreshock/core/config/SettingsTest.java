// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Setting<Integer> COUNT =
            Setting.number("Test", "FORESHOCK_TEST_MIN_COUNT", 5, 1, 1000, "How many.");
    private static final Setting<Overrides<Integer>> COUNTS = Setting.overrides(COUNT, "How many, for some.");
    private static final Setting<Boolean> SWITCH = Setting.flag("Test", "FORESHOCK_TEST_ENABLED", true, "Whether.");
    private static final Setting<Double> SHARE = Setting.ratio("Test", "FORESHOCK_TEST_MIN_SHARE", 0.2, "Which part.");
    private static final Setting<String> WORD =
            Setting.choice("Test", "FORESHOCK_TEST_MODE", "auto", "Which way.", "auto", "always", "never");
    private static final Setting<List<String>> WORDS =
            Setting.list("Test", "FORESHOCK_TEST_LIST", List.of("a"), "Which ones.");
    private static final Setting<Map<String, String>> PAIRS = Setting.pairs("Test", "OTEL_TEST_HEADERS", "With what.");
    private static final Setting<Long> WAIT =
            Setting.duration("Test", "FORESHOCK_TEST_WAIT", 2_000_000_000L, "How long.");
    private static final Setting<Long> WAIT_MS =
            Setting.duration("Test", "FORESHOCK_TEST_WAIT_MS", 500_000_000L, "How long.");
    private static final Setting<Long> WAIT_SECONDS =
            Setting.duration("Test", "FORESHOCK_TEST_WAIT_SECONDS", 1_000_000_000L, "How long.");
    private static final Setting<Long> INTERVAL =
            Setting.duration("Test", "OTEL_TEST_INTERVAL", 1_000_000_000L, "How often.");

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private final Settings settings = Settings.of(environment::get, properties::get, complaints::add);

    @Test
    void theDefaultStandsWhereNothingIsSet() {
        environment.put("FORESHOCK_TEST_MIN_COUNT", "  ");

        assertEquals(5, settings.get(COUNT));
        assertFalse(settings.isSet(COUNT));
        assertEquals(List.of(), complaints);
    }

    @Test
    void thePropertyWinsOverTheVariable() {
        environment.put("FORESHOCK_TEST_MIN_COUNT", "7");
        properties.put("foreshock.test.min.count", "8");

        assertEquals(8, settings.get(COUNT));
        assertTrue(settings.isSet(COUNT));
    }

    @Test
    void aValueThatCannotBeReadIsReportedOnceByNameAndTheDefaultStands() {
        environment.put("FORESHOCK_TEST_MIN_COUNT", "many");

        assertEquals(5, settings.get(COUNT));
        assertEquals(5, settings.get(COUNT));
        assertEquals(
                List.of("FORESHOCK_TEST_MIN_COUNT=many is not a whole number from 1 to 1000; the default stands: 5"),
                complaints);
    }

    @Test
    void theComplaintNamesThePropertyWhereThatWasSet() {
        properties.put("foreshock.test.wait", "10");

        assertEquals(2_000_000_000L, settings.get(WAIT));
        assertEquals(
                List.of("foreshock.test.wait=10 is not a duration such as 200ms, 5s or 2m; the default stands: 2s"),
                complaints);
    }

    @Test
    void aValueIsReadOnceAndNeverChanges() {
        environment.put("FORESHOCK_TEST_LIST", "x, y ,,z");
        List<String> first = settings.get(WORDS);
        environment.put("FORESHOCK_TEST_LIST", "other");

        assertEquals(List.of("x", "y", "z"), first);
        assertSame(first, settings.get(WORDS));
    }

    @Test
    void numbersOutsideTheirBoundsAreRefused() {
        environment.put("FORESHOCK_TEST_MIN_COUNT", "0");
        environment.put("FORESHOCK_TEST_MIN_SHARE", "NaN");

        assertEquals(5, settings.get(COUNT));
        assertEquals(0.2, settings.get(SHARE));
        assertEquals(2, complaints.size());
    }

    @Test
    void flagsAndWordsIgnoreCase() {
        environment.put("FORESHOCK_TEST_ENABLED", "FALSE");
        environment.put("FORESHOCK_TEST_MODE", "Never");

        assertEquals(false, settings.get(SWITCH));
        assertEquals("never", settings.get(WORD));
        assertEquals(List.of(), complaints);
    }

    @Test
    void aWordThatIsNoneOfTheChoicesIsAnsweredWithTheChoices() {
        environment.put("FORESHOCK_TEST_MODE", "sometimes");

        assertEquals("auto", settings.get(WORD));
        assertEquals(
                List.of("FORESHOCK_TEST_MODE=sometimes is not one of auto, always, never; the default stands: auto"),
                complaints);
    }

    @Test
    void durationsTakeTheUnitThatTheirNameAllows() {
        environment.put("FORESHOCK_TEST_WAIT", "200ms");
        environment.put("FORESHOCK_TEST_WAIT_MS", "250");
        environment.put("FORESHOCK_TEST_WAIT_SECONDS", "3");
        environment.put("OTEL_TEST_INTERVAL", "60000");

        assertEquals(200_000_000L, settings.get(WAIT));
        assertEquals(250_000_000L, settings.get(WAIT_MS));
        assertEquals(3_000_000_000L, settings.get(WAIT_SECONDS));
        assertEquals(60_000_000_000L, settings.get(INTERVAL));
        assertEquals(120_000_000_000L, WAIT.parse("2m"));
        assertEquals(3_600_000_000_000L, WAIT.parse("1 h"));
        assertEquals(null, WAIT.parse("999999999999h"));
        assertEquals(null, WAIT.parse("-1s"));
        assertEquals(null, WAIT.parse("1d"));
    }

    @Test
    void overridesAreFoundByPattern() {
        environment.put("FORESHOCK_TEST_MIN_COUNT_OVERRIDES", "GET /reports/*=50, GET /a=b=7");

        Overrides<Integer> counts = settings.get(COUNTS);

        assertEquals(50, counts.get("GET /reports/daily", 5));
        assertEquals(7, counts.get("GET /a=b", 5));
        assertEquals(5, counts.get("POST /reports/daily", 5));
        assertEquals(List.of(), complaints);
    }

    @Test
    void anOverrideWithABadValueIsReported() {
        environment.put("FORESHOCK_TEST_MIN_COUNT_OVERRIDES", "GET /reports/*=lots");

        assertTrue(settings.get(COUNTS).isEmpty());
        assertEquals(1, complaints.size());
        assertTrue(complaints.get(0).startsWith("FORESHOCK_TEST_MIN_COUNT_OVERRIDES=GET /reports/*=lots is not"));
    }

    @Test
    void pairsAreDecodedAndNeverShown() {
        environment.put("OTEL_TEST_HEADERS", "authorization=Basic%20abc%3D, x-tenant = one");

        Map<String, String> pairs = settings.get(PAIRS);

        assertEquals(Map.of("authorization", "Basic abc=", "x-tenant", "one"), pairs);
        assertEquals("(2 set, not shown)", PAIRS.show(pairs));
    }

    @Test
    void aComplaintAboutPairsDoesNotRepeatThem() {
        environment.put("OTEL_TEST_HEADERS", "authorization:secret");

        assertEquals(Map.of(), settings.get(PAIRS));
        assertEquals(1, complaints.size());
        assertTrue(complaints.get(0).startsWith("OTEL_TEST_HEADERS is not"), complaints.get(0));
        assertFalse(complaints.get(0).contains("secret"));
    }

    @Test
    void unknownNamesAreReportedWithTheNearestKnownOne() {
        settings.reportUnknown(
                List.of("FORESHOCK_TEST_MINCOUNT", "FORESHOCK_TEST_MODE", "PATH", "FORESHOCK_Q"),
                List.of("foreshock.test.modus", "java.home"),
                List.of(COUNT, WORD));

        assertEquals(
                List.of(
                        "FORESHOCK_TEST_MINCOUNT is no setting of Foreshock; did you mean FORESHOCK_TEST_MIN_COUNT?",
                        "FORESHOCK_Q is no setting of Foreshock",
                        "foreshock.test.modus is no setting of Foreshock; did you mean foreshock.test.mode?"),
                complaints);
    }

    @Test
    void aFlagMayBeNamedByAPropertyWithHyphens() {
        Setting<Boolean> flag =
                Setting.flagOfProperty("Test", "otel.instrumentation.spring-web.enabled", true, "Whether.");
        properties.put("otel.instrumentation.spring-web.enabled", "false");

        assertEquals("OTEL_INSTRUMENTATION_SPRING_WEB_ENABLED", flag.name());
        assertEquals(false, settings.get(flag));
    }
}
