// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.collection.spi.LazyBag;
import org.junit.jupiter.api.Test;
import shop.Shop;

class CallSitesTest {
    private final CallSites callSites = new CallSites();
    private Recorded recorded = Recorded.request();

    /** What the recorder does when a statement has ended. */
    private void driver(int id) {
        recorded.query(Recorded.ITEMS);
        int count = recorded.group().count();
        if (count == 3 || count == 10 || count % 1_000 == 0) {
            callSites.look(recorded.unit, recorded.group(), count);
        }
    }

    private CallSite found() {
        CallSite site = recorded.group().callSite();
        assertNotNull(site);
        return site;
    }

    @Test
    void sees_through_pool_framework_and_proxy() {
        new Shop(this::driver).loop(12);

        assertEquals("shop.OrderRepository$Service.loop", found().function());
        assertEquals("OrderRepository.java", found().fileName());
        assertTrue(found().lineNumber() > 0);
        assertEquals(List.of("spring-data"), found().hints());
        assertTrue(found().caller().startsWith("Shop.java:"), found().caller());
        assertEquals(0, recorded.group().callSiteMismatches());
    }

    @Test
    void a_lambda_is_named_by_the_method_it_stands_in() {
        new Shop(this::driver).loop(3);
        int line = found().lineNumber();
        recorded = Recorded.request("/other");
        new Shop(this::driver).lambda(List.of(1, 2, 3, 4));

        assertEquals("shop.OrderRepository$Service.lambda", found().function());
        assertTrue(found().lineNumber() > line);
    }

    @Test
    void a_lazy_collection_leaves_its_hint() {
        Shop.touch(new LazyBag(this::driver), 3);

        assertEquals("shop.Shop.touch", found().function());
        assertEquals(List.of("hibernate-lazy"), found().hints());
    }

    @Test
    void two_places_in_the_code_are_no_loop() {
        new Shop(this::driver).twoPlaces(12);
        assertEquals(1, recorded.group().callSiteMismatches());

        recorded = Recorded.request();
        new Shop(this::driver).twoPlaces(12);
        assertEquals(1, recorded.group().callSiteMismatches(), "known from the table");
    }

    @Test
    void is_found_once_for_all_units_of_a_name() {
        new Shop(this::driver).loop(12);
        CallSite first = found();
        recorded = Recorded.request();
        new Shop(this::driver).loop(12);
        assertEquals(first, found());
        assertTrue(first == found(), "the same object");

        recorded = Recorded.request("/other");
        new Shop(this::driver).loop(12);
        assertFalse(first == found(), "another unit's own");
    }

    @Test
    void every_thousandth_time_it_looks_again() {
        for (int i = 0; i < 999; i++) {
            recorded = Recorded.request();
            new Shop(this::driver).loop(12);
        }
        assertEquals(0, recorded.group().callSiteMismatches());
        for (int i = 0; i < 3; i++) {
            recorded = Recorded.request();
            new Shop(this::driver).lambda(IntStream.range(0, 12).boxed().toList());
        }
        assertEquals(1, recorded.group().callSiteMismatches(), "it comes from elsewhere by now");
    }

    @Test
    void a_stack_without_the_application_has_no_site() throws InterruptedException {
        Thread thread = new Thread(() -> driverOnly(3));
        thread.start();
        thread.join();
        assertNull(recorded.group().callSite());
    }

    private void driverOnly(int times) {
        for (int i = 0; i < times; i++) {
            driver(i);
        }
    }

    @Test
    void the_table_is_bounded_and_still_finds() {
        for (int i = 0; i < 5_000; i++) {
            recorded = Recorded.request();
            Shape shape = Recorded.read(i * 0x9E3779B97F4A7C15L, "select", "item");
            recorded.query(shape).query(shape).query(shape);
            Group group = recorded.group();
            callSites.look(recorded.unit, group, 3);
        }
        recorded = Recorded.request();
        new Shop(this::driver).loop(3);
        assertEquals("shop.OrderRepository$Service.loop", found().function());
    }

    @Test
    void what_is_known_costs_no_allocation() {
        new Shop(this::driver).loop(12);
        Recorded again = new Recorded(Kind.REQUEST, "GET", "/orders", 1);
        again.queries(Recorded.ITEMS, 12);
        long bytes = Allocation.of(20_000, () -> {
            callSites.look(again.unit, again.group(), 10);
        });
        assertTrue(bytes < 20_000, () -> bytes + " bytes in 20,000 look-ups");
    }

    @Test
    void prefixes_are_sorted_and_none_begins_with_another() {
        String[] sorted = Frames.LIBRARIES.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            assertEquals(sorted[i], Frames.LIBRARIES[i]);
            assertTrue(i == 0 || !sorted[i].startsWith(sorted[i - 1]), sorted[i]);
        }
    }

    @Test
    void tells_applications_from_libraries() {
        for (String application : List.of(
                "shop.OrderService",
                "org.springframework.samples.petclinic.OwnerController",
                "com.example.Order$Item",
                "com.sunrise.Orders",
                "com.example.OrderStub",
                "com.example.OrdersGrpc",
                "dev.foreshock.demo.Shop",
                "javax2.Foo",
                "orgs.hibernate.Foo")) {
            assertTrue(Frames.isApplication(application), application);
        }
        for (String library : List.of(
                "java.util.ArrayList",
                "org.postgresql.jdbc.PgStatement",
                "org.h2.jdbc.JdbcStatement",
                "com.zaxxer.hikari.pool.HikariProxyStatement",
                "org.hibernate.Session",
                "org.springframework.jdbc.core.JdbcTemplate",
                "shop.OrderService$$SpringCGLIB$$0",
                "shop.OrderService$$EnhancerBySpringCGLIB$$1a2b",
                "shop.Order$HibernateProxy$abc",
                "shop.Orders_ClientProxy",
                "shop.Orders_Subclass",
                "shop.$OrderService$Definition$Intercepted",
                "jdk.proxy2.$Proxy12",
                "shop.$Proxy3",
                "shop.OrdersGrpc$OrdersBlockingStub",
                "shop.OrdersGrpcKt$OrdersCoroutineStub",
                "dev.foreshock.core.trace.TraceRecorder",
                "zipkin2.Span")) {
            assertFalse(Frames.isApplication(library), library);
        }
    }
}
