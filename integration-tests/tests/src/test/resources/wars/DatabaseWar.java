// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Asks a database of its own through a pool of its own. */
public class DatabaseWar extends HttpServlet {
    private final HikariDataSource pool = new HikariDataSource();

    @Override
    public void init() {
        // The second copy: who asks the JVM for a driver by its URL gets that of the first.
        pool.setDriverClassName("org.h2.Driver");
        pool.setJdbcUrl("jdbc:h2:mem:");
        pool.setMaximumPoolSize(1);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        for (int i = 0; i < 20; i++) {
            try (Connection connection = pool.getConnection();
                    PreparedStatement statement = connection.prepareStatement("select x from system_range(1, ?)")) {
                statement.setInt(1, i + 1);
                // Left open, as applications do.
                ResultSet rows = statement.executeQuery();
                rows.next();
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }

    @Override
    public void destroy() {
        pool.close();
    }
}
