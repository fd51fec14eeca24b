// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.core.config.Glob;
import dev.foreshock.core.config.IgnoredRoutes;
import dev.foreshock.core.config.Live;
import dev.foreshock.core.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the user does not want to hear of. Asked only when something was found. Detectors are switched on
 * and off at the start; what to ignore may change. */
final class Switches {
    private final List<String> enabled;
    private final List<String> disabled;
    private final Live<List<String>> fingerprints;
    private final IgnoredRoutes routes;
    private final Live<List<String>> callSites;

    Switches(Settings settings) {
        enabled = settings.get(DetectionSettings.DETECTORS_ENABLED);
        disabled = settings.get(DetectionSettings.DETECTORS_DISABLED);
        fingerprints = settings.live(DetectionSettings.IGNORE_FINGERPRINTS);
        routes = new IgnoredRoutes(settings);
        callSites = settings.live(DetectionSettings.IGNORE_CALLSITES);
    }

    /** Names in the switches that no finding has. */
    List<String> unknown(List<String> known) {
        List<String> names = new ArrayList<>(enabled);
        names.addAll(disabled);
        names.removeAll(known);
        return names;
    }

    /** Whether a whole detector is off, rather than one type of its findings. */
    boolean disables(String detector) {
        return disabled.contains(detector);
    }

    private boolean allows(String type) {
        return (enabled.isEmpty() || enabled.contains(type)) && !disabled.contains(type);
    }

    boolean allows(Finding finding) {
        if (!allows(finding.type())) {
            return false;
        }
        Shape shape = finding.shape();
        if (shape != null && !fingerprints.get().isEmpty() && matchesText(shape.text())) {
            return false;
        }
        Operation exemplar = finding.exemplar();
        if (routes.contains(finding.unitName())
                || (exemplar != null && routes.contains(exemplar.unit().route()))) {
            return false;
        }
        CallSite site = finding.callSite();
        List<String> places = callSites.get();
        return site == null
                || places.isEmpty()
                || !(matches(places, site.function()) || matches(places, site.display()));
    }

    /** Statements are written in any case, and so are the patterns for them. */
    private boolean matchesText(String text) {
        String lowered = text.toLowerCase(Locale.ROOT);
        for (String glob : fingerprints.get()) {
            if (Glob.matches(glob.toLowerCase(Locale.ROOT), lowered)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(List<String> globs, @Nullable String text) {
        if (text == null) {
            return false;
        }
        for (int i = 0; i < globs.size(); i++) {
            if (Glob.matches(globs.get(i), text)) {
                return true;
            }
        }
        return false;
    }
}
