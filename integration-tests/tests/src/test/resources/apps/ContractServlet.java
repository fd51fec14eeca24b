// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Behaves as the last part of the path says. */
public class ContractServlet extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String path = request.getPathInfo();
        switch (path) {
            case "/ok":
                response.getWriter().println("ok");
                break;
            case "/gone":
                response.sendError(404);
                break;
            case "/status":
                response.setStatus(503);
                break;
            case "/bad-gateway":
                response.sendError(502, "upstream");
                break;
            case "/throw":
                throw new IllegalStateException("expected");
            case "/wrapped":
                throw new ServletException("an envelope", new UnsupportedOperationException("expected"));
            case "/forward":
                request.getRequestDispatcher("/other").forward(request, response);
                break;
            case "/include":
                request.getRequestDispatcher("/other").include(request, response);
                break;
            case "/async":
                async(request);
                break;
            case "/async-at-once":
                request.startAsync().complete();
                break;
            case "/async-dispatch":
                AsyncContext dispatched = request.startAsync();
                dispatched.dispatch("/contract/ok");
                break;
            case "/async-throw":
                AsyncContext thrown = request.startAsync();
                thrown.dispatch("/contract/throw");
                break;
            case "/async-timeout":
                request.startAsync().setTimeout(200);
                break;
            default:
                response.setStatus(400);
        }
    }

    private static void async(HttpServletRequest request) {
        AsyncContext context = request.startAsync();
        context.start(() -> {
            try {
                ((HttpServletResponse) context.getResponse()).setStatus(202);
                context.getResponse().getWriter().println("later");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            context.complete();
        });
    }
}
