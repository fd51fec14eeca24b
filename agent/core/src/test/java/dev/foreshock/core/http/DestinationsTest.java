// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Destination;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationsTest {
    private final Destinations destinations = new Destinations();

    private Destination get(String path) {
        return destinations.find("GET", "http", "shop", 8080, path, null, null);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/orders, /orders",
        "/orders/, /orders/",
        "/orders/17, /orders/{id}",
        "/orders/17/lines/3, /orders/{id}/lines/{id}",
        "/orders/17.json, /orders/{id}.json",
        "/api/v1/orders, /api/v1/orders",
        "/oauth2/token, /oauth2/token",
        "/users/3fa85f64-5717-4562-b3fc-2c963f66afa6, /users/{id}",
        "/users/INV-2024-0017, /users/{id}",
        "/days/2024-01-31, /days/{id}",
        "/blobs/deadbeef1a, /blobs/{id}",
        "/feedback/decade, /feedback/decade",
        "/users/ann%40example.com, /users/{id}",
        "/t/eyJhbGciOiJIUzI1NiJ9abcdefghijk, /t/{id}",
        "/orders;jsessionid=hunter2/17, /orders/{id}",
        "/orders/17?page=2#top, /orders/{id}",
        "http://shop:8080/orders/17?x=1, /orders/{id}",
        "orders/17, /orders/{id}",
        "*, /*",
    })
    void replaces_what_varies(String path, String template) {
        assertEquals("GET shop" + template, get(path).shape().text());
    }

    @ParameterizedTest
    @CsvSource({
        "/users/{name}, /users/ann, /users/{name}",
        "http://shop:8080/users/{name}, /users/ann, /users/{name}",
        "http://{host}/users/{name}?page={page}, /users/ann, /users/{name}",
        "{base}/users/{name}, /users/ann, /users/{name}",
        "{base}/users/{name}, /api/v1/users/ann, /api/v1/users/{name}",
        "/users/{name}, /tenants/17/users/ann, /tenants/{id}/users/{name}",
        "users/{name}, /users/ann, /users/{name}",
        "/{name}, /users/ann, /users/{name}",
        "/users/{name:[a-z]{3}}/x, /users/ann/x, /users/{name}/x",
        "/users/{name}.json, /users/ann.json, /users/{name}.json",
        "/users/{name};v={v}/x, /users/ann;v=2/x, /users/{name}/x",
        "/users/{first}-{last}, /users/ann-lee, /users/{first}-{last}",
        "/files/{path}/x, /files/ann/b/x, /files/{path}/x",
    })
    void is_named_by_the_template_of_the_caller(String template, String path, String expected) {
        Destination named = destinations.find("GET", "http", "shop", 8080, path, null, template);
        assertEquals(expected, named.template());
        assertEquals("GET shop" + expected, named.shape().text());
        Destination other = destinations.find("GET", "http", "shop", 8080, path.replace("ann", "bob"), null, template);
        assertEquals(named.shape().hash(), other.shape().hash());
        assertNotEquals(named.shape().literalHash(), other.shape().literalHash());
    }

    /** What the application has put together itself would be a name without limit. */
    @ParameterizedTest
    @CsvSource({
        "/users/ann, /users/ann",
        "/users/17/lines/{id}, /users/17/lines/3",
        "/orders/{id}, /users/ann",
        "/users/{name}/x, /users/ann",
        "/users/{name}/x/x, /users/ann/x",
        "{url}, /users/ann",
        "/users/{name, /users/ann/x",
        "http://, /users/ann",
    })
    void is_not_named_by_what_is_no_template_of_its_path(String template, String path) {
        Destination named = destinations.find("GET", "http", "shop", 8080, path, null, template);
        assertNull(named.template());
        assertEquals(get(path).shape().hash(), named.shape().hash());
    }

    @Property
    void any_template_is_read_and_keeps_nothing_of_a_query(@ForAll String template, @ForAll String path) {
        Destination read = destinations.find("GET", "http", "shop", 0, "/" + path, null, template);
        assertTrue(read.template() == null || read.template().indexOf('?') < 0);
    }

    @ParameterizedTest
    @CsvSource({
        "http, shop, 80, /a, , http://shop/a",
        "https, shop, 443, /a, , https://shop/a",
        "https, shop, -1, /a, , https://shop/a",
        "http, shop, 8080, /a, token=hunter2&page=2, http://shop:8080/a?token=REDACTED&page=REDACTED",
        "http, shop, 8080, /a?token=hunter2, , http://shop:8080/a?token=REDACTED",
        "http, shop, 8080, /a, hunter2, http://shop:8080/a?REDACTED",
        "http, shop, 8080, /a, hunter2 hunter2=1, http://shop:8080/a?REDACTED",
        "http, [::1], 8080, /a, , http://[::1]:8080/a",
        "http, shop, 8080, http://user:hunter2@shop:8080/a?b=hunter2, , http://shop:8080/a?b=REDACTED",
        "http, shop, 8080, http://user:hunter2@shop:8080, , http://shop:8080/",
        "http, shop, 8080, /a;jsessionid=hunter2, b=c#hunter2, http://shop:8080/a?b=REDACTED",
    })
    void shows_no_secret(String scheme, String host, int port, String path, String query, String url) {
        assertEquals(
                url,
                destinations.find("GET", scheme, host, port, path, query, null).url());
    }

    @Test
    void groups_requests_of_one_template_and_tells_their_values_apart() {
        Shape one = get("/orders/17").shape();
        Shape other = get("/orders/18").shape();
        assertEquals(one.hash(), other.hash());
        assertNotEquals(one.literalHash(), other.literalHash());
        assertEquals(one.literalHash(), get("/orders/17").shape().literalHash());
        Shape query = get("/orders?id=17").shape();
        assertEquals(query.hash(), get("/orders?id=18").shape().hash());
        assertNotEquals(query.literalHash(), get("/orders?id=18").shape().literalHash());
        assertEquals(0, get("/orders").shape().literalHash());
        assertNotEquals(
                one.hash(),
                destinations
                        .find("POST", "http", "shop", 8080, "/orders/17", null, null)
                        .shape()
                        .hash());
        assertNotEquals(
                one.hash(),
                destinations
                        .find("GET", "http", "store", 8080, "/orders/17", null, null)
                        .shape()
                        .hash());
    }

    @Test
    void reads_and_writes() {
        assertTrue(get("/orders").shape().is(Shape.READS));
        assertTrue(destinations
                .find("POST", "http", "shop", 1, "/", null, null)
                .shape()
                .is(Shape.WRITES));
        assertFalse(destinations
                .find("POST", "http", "shop", 1, "/", null, null)
                .shape()
                .is(Shape.READS));
    }

    @Test
    void knows_the_port_of_the_scheme() {
        assertEquals(
                new Target("http", "shop", 443, null),
                destinations.find("GET", "https", "shop", 0, "/", null, null).target());
        assertEquals(
                new Target("http", "::1", 80, null),
                destinations.find("GET", "http", "[::1]", -1, "/", null, null).target());
    }

    @Test
    void finds_what_it_has_read() {
        assertSame(get("/orders/17"), get("/orders/17"));
    }

    @Property
    void never_throws(@ForAll String path, @ForAll String query, @ForAll String host) {
        Destination read = destinations.find("GET", "http", host, 0, path, query, null);
        assertTrue(read.url().length() <= host.length() + 4_000);
        assertEquals(
                read.shape().hash(),
                new Destinations()
                        .find("GET", "http", host, 0, path, query, null)
                        .shape()
                        .hash());
    }
}
