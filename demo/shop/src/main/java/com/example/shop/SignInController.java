// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where a customer signs in. */
@RestController
public class SignInController {
    private final SignInKeys keys;

    SignInController(SignInKeys keys) {
        this.keys = keys;
    }

    @GetMapping("/sign-in")
    public String signIn() {
        return "signed with " + keys.current();
    }
}
