// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.sdk.common.export.Compressor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * gzip with little effort: at zlib's default level, compressing took more processor time than everything else that the export
 * thread does. Stateless.
 */
enum FastGzip implements Compressor {
    INSTANCE;

    private static final int BUFFER = 8 << 10;

    /** What to use where {@code configured} is to be used; {@code null} for none. */
    static @Nullable Compressor insteadOf(@Nullable Compressor configured) {
        return configured == null || !configured.getEncoding().equals(INSTANCE.getEncoding()) ? configured : INSTANCE;
    }

    @Override
    public String getEncoding() {
        return "gzip";
    }

    @Override
    public OutputStream compress(OutputStream sink) throws IOException {
        return new Fast(sink);
    }

    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream sink) throws IOException {
            super(sink, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
