// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.ActiveMQConnectionFactory;

public class ActiveMqApp extends JmsApp {
    public static void main(String[] arguments) throws Exception {
        new ActiveMqApp().run(arguments);
    }

    @Override
    ConnectionFactory factory() {
        return new ActiveMQConnectionFactory("tcp://localhost:" + port);
    }
}
