// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

public class JerseyWar extends ServletContainer {
    @Path("/")
    public static class Orders {
        @GET
        public String orders() {
            return "orders";
        }
    }

    public JerseyWar() {
        super(new ResourceConfig(Orders.class));
    }
}
