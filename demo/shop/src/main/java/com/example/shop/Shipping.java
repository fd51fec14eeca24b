// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Asks the shipping service, another process, over HTTP. As the first version of such code often is: without a timeout. */
@Component
public class Shipping {
    private static final String UNKNOWN = "not known at the moment";

    private final RestClient client;

    Shipping(@Value("${shipping.url}") String url) {
        client = RestClient.create(url);
    }

    /** Books a parcel. As often as it takes, thought whoever wrote this: four times, without a pause. */
    @Retryable(includes = RestClientException.class, maxRetries = 3, delay = 0)
    public void book(long order) {
        client.put().uri("/parcels/{order}", order).retrieve().toBodilessEntity();
    }

    /** Where an order's parcel is. The page is worth showing without it. */
    String parcelOf(long order) {
        try {
            String place =
                    client.get().uri("/parcels/{order}", order).retrieve().body(String.class);
            return place == null ? UNKNOWN : place;
        } catch (RestClientException failed) {
            return UNKNOWN;
        }
    }
}
