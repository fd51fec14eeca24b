// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import dev.foreshock.api.Shape;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One pass over one statement: for its hash alone, or for its texts too. */
final class SqlReader {
    private static final long DOUBT = 0x082EFA98EC4E6C89L;

    private final Lexer lexer;
    private final @Nullable ShownText text;
    private final @Nullable Summary summary;
    private final Clauses clauses;
    private final Fingerprint fingerprint;

    private long hash;
    private long literalHash;
    private int literals;
    private int traits;
    private boolean doubtful;

    private SqlReader(String sql, Dialect dialect, boolean replaceDigits, boolean texts) {
        lexer = new Lexer(sql, dialect, replaceDigits);
        text = texts ? new ShownText(sql.length()) : null;
        summary = texts ? new Summary() : null;
        clauses = new Clauses(summary);
        fingerprint = new Fingerprint(text);
    }

    /** {@code texts} says whether the shape is wanted, or its hash alone. */
    static SqlReader read(String sql, Dialect dialect, boolean replaceDigits, boolean texts) {
        SqlReader reader = new SqlReader(sql, dialect, replaceDigits, texts);
        reader.read();
        return reader;
    }

    private void read() {
        boolean separated = false;
        boolean secret = false;
        boolean first = true;
        int brackets = 0;
        for (int type = lexer.next(); type != Lexer.END; type = lexer.next()) {
            if (type == Lexer.DOUBT) {
                doubtful = true;
                break;
            }
            boolean operator = type == Lexer.OPERATOR;
            if (operator && lexer.symbol == ';' && brackets == 0) {
                separated = !first;
                continue;
            }
            if (separated) {
                separated = false;
                secret = false;
                clauses.separate();
                fingerprint.separate();
            }
            if (operator) {
                brackets += lexer.symbol == '(' ? 1 : lexer.symbol == ')' && brackets > 0 ? -1 : 0;
            }
            if (type == Lexer.WORD && Words.number(lexer.word) == Words.CONSTANT && fingerprint.isAtElement()) {
                type = Lexer.LITERAL;
            }
            if (type == Lexer.LITERAL) {
                addLiterals(1);
            }
            clauses.next(type, lexer);
            // The braces of a JDBC escape around a call are no part of it.
            boolean brace = first && operator && lexer.symbol == '{';
            first &= brace;
            if (secret || brace || clauses.inArguments()) {
                continue;
            }
            put(type);
            if (operator && lexer.symbol == ',' && !clauses.isNameDue() && fingerprint.skipRepetition(lexer)) {
                addLiterals(lexer.skippedLiterals);
            }
            if (type == Lexer.WORD && clauses.beforeSecret(lexer.word)) {
                fingerprint.placeholder(true);
                secret = true;
            }
        }
        clauses.end();
        fingerprint.end();
        finish();
    }

    private void addLiterals(int count) {
        literals += count;
        literalHash = Fingerprint.mixed(literalHash + literals, lexer.hash);
    }

    private void put(int type) {
        switch (type) {
            case Lexer.WORD -> fingerprint.word(lexer, Words.number(lexer.word));
            case Lexer.NAME -> fingerprint.word(lexer, 0);
            case Lexer.OPERATOR -> fingerprint.operator(lexer);
            default -> fingerprint.placeholder(lexer.spaced);
        }
    }

    private void finish() {
        hash = fingerprint.hash();
        traits = clauses.traits();
        if (lexer.isTruncated()) {
            // Texts of very different length are taken apart, since what differs may lie beyond what was read.
            hash = Fingerprint.mixed(hash, Integer.SIZE - Integer.numberOfLeadingZeros(lexer.text.length()));
            traits |= Shape.TRUNCATED;
        }
        if (text != null && text.hasQuote()) {
            doubtful = true;
        }
        if (doubtful) {
            hash = Fingerprint.mixed(hash, DOUBT);
        }
    }

    long hash() {
        return hash;
    }

    /** 0 where there was no literal. */
    long literalHash() {
        return literals == 0 ? 0 : literalHash == 0 ? 1 : literalHash;
    }

    boolean hasLiterals() {
        return literals > 0;
    }

    int arity() {
        return fingerprint.arity();
    }

    int traits() {
        return traits;
    }

    /** Whether what is a literal and what is not is not certain, so that nothing of the statement may be shown. */
    boolean isDoubtful() {
        return doubtful;
    }

    /** The shape, where the texts were asked for. */
    Shape shape() {
        ShownText built = text;
        Summary parts = summary;
        if (doubtful || built == null || parts == null) {
            // Any other first word may be a piece of a literal.
            String verb = parts == null ? "?" : parts.knownOperation();
            return new Shape(hash, "?", verb, verb, List.of(), arity(), literalHash(), traits);
        }
        String shown = built.toString(lexer.isTruncated());
        return new Shape(
                hash,
                shown,
                parts.text(),
                parts.operation(),
                parts.tables(),
                arity(),
                literalHash(),
                comparesWithArray(shown) ? traits | Shape.ARRAY : traits);
    }

    /** As Hibernate writes a batch of keys for PostgreSQL. */
    private static boolean comparesWithArray(String shown) {
        String lower = shown.toLowerCase(Locale.ROOT);
        return lower.contains("any (?)")
                || lower.contains("any(?)")
                || lower.contains("all (?)")
                || lower.contains("all(?)")
                || lower.contains("unnest(?")
                || lower.contains("unnest (?");
    }
}
