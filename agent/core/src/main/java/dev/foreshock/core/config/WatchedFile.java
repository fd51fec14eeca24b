// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * The file that {@code FORESHOCK_CONFIG_FILE} names, in the syntax of {@link Properties}. Looked at by the clock thread once a
 * second, by the time of its last change and its size, and read where either has changed and has not changed again a second
 * later, so that a file half written is not taken for the whole. A file that is missing, unreadable or too large changes nothing.
 */
public final class WatchedFile implements Runnable {
    private static final int MAX_BYTES = 64 << 10;

    private final File file;
    private final Settings settings;
    private final List<Setting<?>> known;
    private final Consumer<String> said;
    private final Consumer<String> complaint;
    private boolean looked;
    private long readTime;
    private long readSize;
    private long seenTime;
    private long seenSize;
    private boolean missing;

    /**
     * @param known all settings
     * @param said takes one line about what has changed
     * @param complaint takes one line about a file that cannot be read
     */
    public WatchedFile(
            String file, Settings settings, List<Setting<?>> known, Consumer<String> said, Consumer<String> complaint) {
        this.file = new File(file);
        this.settings = settings;
        this.known = known;
        this.said = said;
        this.complaint = complaint;
    }

    /** Looks once. To be called by one thread. */
    @Override
    public void run() {
        // 0 where there is no such file.
        long time = file.lastModified();
        long size = file.length();
        if (time == 0 && !file.isFile()) {
            missing();
            return;
        }
        boolean settled = time == seenTime && size == seenSize;
        boolean first = !looked;
        looked = true;
        seenTime = time;
        seenSize = size;
        if ((first || settled) && (missing || time != readTime || size != readSize)) {
            missing = false;
            readTime = time;
            readSize = size;
            read();
        }
    }

    private void missing() {
        if (!missing) {
            missing = true;
            looked = true;
            complaint.accept(file + " is not there; the settings stay as they are");
        }
    }

    private void read() {
        Map<String, String> texts;
        try {
            texts = texts();
        } catch (IOException | IllegalArgumentException unreadable) {
            // Not what it says, which may quote the file.
            complaint.accept(file + " cannot be read (" + unreadable.getClass().getSimpleName()
                    + "); the settings stay as they are");
            return;
        }
        List<String> changed = settings.reload(texts, file.getName(), known);
        if (!changed.isEmpty()) {
            said.accept(file.getName() + ": " + String.join(", ", changed));
        }
    }

    private Map<String, String> texts() throws IOException {
        byte[] bytes;
        try (InputStream in = new FileInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("too large");
        }
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> texts = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            texts.put(name, properties.getProperty(name));
        }
        return texts;
    }
}
