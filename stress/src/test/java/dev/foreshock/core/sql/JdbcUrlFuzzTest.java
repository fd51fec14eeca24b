// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** URLs of databases. */
class JdbcUrlFuzzTest {
    private static final List<String> DRIVERS =
            List.of("", "postgresql:", "mysql:", "oracle:thin:", "sqlserver:", "h2:", "mariadb:", "sqlite:", "db2:");

    @FuzzTest(maxDuration = "30s")
    void aUrlIsReadOrNot(FuzzedDataProvider data) {
        JdbcUrls.target("jdbc:" + data.pickValue(DRIVERS) + data.consumeRemainingAsString());
    }
}
