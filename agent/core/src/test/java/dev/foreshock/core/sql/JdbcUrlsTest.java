// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.foreshock.api.Target;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlsTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "jdbc:postgresql://db.example:5433/shop?user=u&password=pw => postgresql:db.example:5433/shop",
                "jdbc:postgresql://db.example/shop => postgresql:db.example:5432/shop",
                "jdbc:postgresql://a:1,b:2/shop => postgresql:a:1/shop",
                "jdbc:postgresql://[::1]:5433/shop => postgresql:::1:5433/shop",
                "jdbc:postgresql:///shop => postgresql:localhost:5432/shop",
                "jdbc:postgresql:shop => postgresql:localhost:5432/shop",
                "jdbc:postgresql:/shop?ssl=true => postgresql:localhost:5432/shop",
                "jdbc:postgresql://db.example/ => postgresql:db.example:5432",
                "JDBC:PostgreSQL://db.example/shop => postgresql:db.example:5432/shop",
                "jdbc:mysql://u:p@w@db/shop?x=y => mysql:db:3306/shop",
                "jdbc:mysql:loadbalance://a,b:3307/shop => mysql:a:3306/shop",
                "jdbc:mysql://(host=db,port=3307,user=u,password=pw)/shop => mysql:db:3307/shop",
                "jdbc:mysql://address=(host=db)(port=3307)(user=u)/shop => mysql:db:3307/shop",
                "jdbc:mysql+srv://db/shop => mysql:db:3306/shop",
                "jdbc:mariadb:sequential://a:3308,b/shop => mariadb:a:3308/shop",
                "jdbc:sqlserver://db:1434;databaseName=shop;user=u;password={a;b} => microsoft.sql_server:db:1434/shop",
                "jdbc:sqlserver://db\\inst;password={a;databaseName=no};databaseName=shop => microsoft.sql_server:db/inst|shop",
                "jdbc:sqlserver://;serverName=db;portNumber=1500;database=shop => microsoft.sql_server:db:1500/shop",
                "jdbc:sqlserver://db => microsoft.sql_server:db:1433",
                "jdbc:jtds:sqlserver://db:1434/shop;instance=i => microsoft.sql_server:db:1434/i|shop",
                "jdbc:oracle:thin:@db:1522:orcl => oracle.db:db:1522/orcl",
                "jdbc:oracle:thin:scott/tiger@//db:1522/svc => oracle.db:db:1522/svc",
                "jdbc:oracle:thin:@db/svc:dedicated/inst => oracle.db:db:1521/svc",
                "jdbc:oracle:thin:@tcps://db:2484/svc?wallet_location=/x => oracle.db:db:2484/svc",
                "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=db)(PORT=1522))(CONNECT_DATA=(SERVICE_NAME=svc))) => oracle.db:db:1522/svc",
                "jdbc:oracle:oci:@alias?TNS_ADMIN=/x => oracle.db/alias",
                "jdbc:oracle:thin:scott/\"t@ger\"@db:1522:orcl => oracle.db:db:1522/orcl",
                "jdbc:h2:mem:test;DB_CLOSE_DELAY=-1 => h2database/test",
                "jdbc:h2:mem: => h2database",
                "jdbc:h2:file:/data/shop;USER=sa => h2database//data/shop",
                "jdbc:h2:~/shop => h2database/~/shop",
                "jdbc:h2:tcp://db:9093/~/shop;PASSWORD=pw => h2database:db:9093/~/shop",
                "jdbc:h2:ssl://db/mem:shop => h2database:db:9092/mem:shop",
                "jdbc:hsqldb:mem:shop => hsqldb/shop",
                "jdbc:hsqldb:hsql://db:9002/shop;ifexists=true => hsqldb:db:9002/shop",
                "jdbc:hsqldb:https://db/shop => hsqldb:db:443/shop",
                "jdbc:sqlite::memory: => sqlite/:memory:",
                "jdbc:sqlite:/data/a.db?mode=ro => sqlite//data/a.db",
                "jdbc:derby:memory:shop;create=true => derby/shop",
                "jdbc:derby://db:1528/shop;user=u => derby:db:1528/shop",
                "jdbc:db2://db:50001/shop:user=u;password=pw; => ibm.db2:db:50001/shop",
                "jdbc:as400://db/lib;naming=sql => ibm.db2:db:446/lib",
                "jdbc:informix-sqli://db:9089/shop:INFORMIXSERVER=x;user=u => ibm.informix:db:9089/shop",
                "jdbc:sap://db:30041/?databaseName=HDB&user=u => sap.hana:db:30041/HDB",
                "jdbc:snowflake://acc.snowflakecomputing.com/?user=u&db=shop => snowflake:acc.snowflakecomputing.com:443/shop",
                "jdbc:teradata://db/DATABASE=shop,DBS_PORT=1026,PASSWORD=pw => teradata:db:1025/shop",
                "jdbc:clickhouse:http://db:8124/shop => clickhouse:db:8124/shop",
                "jdbc:ch://db/shop => clickhouse:db:8123/shop",
                "jdbc:trino://db:8443/cat/schema => trino:db:8443/cat/schema",
                "jdbc:redshift:iam://cluster:5440/shop => aws.redshift:cluster:5440/shop",
                "jdbc:cloudspanner:/projects/p/instances/i/databases/shop?x=y => gcp.spanner/shop",
                "jdbc:duckdb:/data/a.duckdb => other_sql//data/a.duckdb",
                "jdbc:unheardof://u:pw@db:1/shop;password=pw => other_sql:db:1/shop",
                "jdbc:unheardof:password=pw => other_sql",
                "jdbc:tc:postgresql:16-alpine:///shop?x => postgresql/shop",
                "jdbc:p6spy:postgresql://db/shop => postgresql:db:5432/shop",
                "jdbc:aws-wrapper:mysql://db/shop => mysql:db:3306/shop",
                "jdbc:log4jdbc:jdbc:h2:mem:shop => h2database/shop",
                "jdbc-secretsmanager:mysql://db:3307/shop => mysql:db:3307/shop",
            })
    void readsSystemHostPortAndNamespace(String url, String expected) {
        Target target = JdbcUrls.target(url);
        assertNotNull(target);
        assertEquals(expected, target.display());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jdbc:", "jdbc:postgresql", "http://db/shop", "jdbc::x"})
    void answersNothingForWhatIsNoJdbcUrl(String url) {
        assertNull(JdbcUrls.target(url));
    }

    @ParameterizedTest
    @MethodSource("urlsWithCredentials")
    void showsNoCredentials(String url) {
        Target target = JdbcUrls.target(url);
        assertNotNull(target);
        assertFalse(target.display().contains("zqwvx"), target::display);
    }

    @ParameterizedTest
    @MethodSource("urlsWithCredentials")
    void readsBrokenUrlsWithoutThrowing(String url) {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            int at = random.nextInt(url.length());
            String noise = url.substring(0, at) + ";?/:,(= @{[\\".charAt(random.nextInt(12)) + url.substring(at);
            assertDoesNotThrow(() -> JdbcUrls.target(noise), noise);
            assertDoesNotThrow(() -> JdbcUrls.target(url.substring(0, at)));
            assertDoesNotThrow(() -> JdbcUrls.target(url.substring(0, at) + url.substring(at + 1)));
        }
    }

    static String[] urlsWithCredentials() {
        return new String[] {
            "jdbc:postgresql://db/shop?user=zqwvx&password=zqwvx",
            "jdbc:mysql://zqwvx:zqwvx@db,zqwvx:zqwvx@b/shop?user=zqwvx",
            "jdbc:mysql://(host=db,user=zqwvx,password=zqwvx)/shop",
            "jdbc:sqlserver://db;user=zqwvx;password={zqwvx;zqwvx}",
            "jdbc:oracle:thin:zqwvx/zqwvx@db:1:sid",
            "jdbc:h2:tcp://db/shop;USER=zqwvx;PASSWORD=zqwvx zqwvx",
            "jdbc:db2://db:1/shop:user=zqwvx;password=zqwvx;",
            "jdbc:teradata://db/USER=zqwvx,PASSWORD=zqwvx",
            "jdbc:derby:shop;user=zqwvx;password=zqwvx",
            "jdbc:sqlite:a.db?password=zqwvx",
            "jdbc:snowflake://db/?user=zqwvx&password=zqwvx",
            "jdbc:other://zqwvx:zqwvx@db/shop",
        };
    }
}
