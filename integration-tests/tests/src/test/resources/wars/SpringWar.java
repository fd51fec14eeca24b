// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

public class SpringWar extends DispatcherServlet {
    @RestController
    @EnableWebMvc
    public static class Orders {
        @GetMapping("/**")
        public String orders() {
            return "orders";
        }
    }

    public SpringWar() {
        super(context());
    }

    private static AnnotationConfigWebApplicationContext context() {
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.register(Orders.class);
        return context;
    }
}
