// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Random;

/** Leaves an object of its own behind, so that its classes stay: shows that the test would see it. */
public class LeakingWar extends HttpServlet {
    private static final class Left extends Random {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        System.getProperties().put(new Left(), "left by " + request.getContextPath());
    }
}
