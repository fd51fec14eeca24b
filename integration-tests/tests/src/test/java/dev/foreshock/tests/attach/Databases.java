// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;

/** Uses one H2 from each of the class loaders that servers, plug-in systems and module layers have. */
public final class Databases {
    private Databases() {}

    /** @param arguments H2's jar */
    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments[0]);
        query("child_first", new ChildFirst(jar));
        query("no_application", new URLClassLoader(urls(jar), ClassLoader.getPlatformClassLoader()));
        query("module", module(jar));
        System.out.println("done");
    }

    private static URL[] urls(Path jar) throws IOException {
        return new URL[] {jar.toUri().toURL()};
    }

    private static ClassLoader module(Path jar) {
        ModuleFinder finder = ModuleFinder.of(jar);
        String name = finder.findAll().iterator().next().descriptor().name();
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), Set.of(name));
        return ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
                .findLoader(name);
    }

    private static void query(String world, ClassLoader loader) throws Exception {
        Driver driver =
                (Driver) loader.loadClass("org.h2.Driver").getConstructor().newInstance();
        System.out.println(world + " module: " + driver.getClass().getModule().isNamed());
        try (Connection connection = driver.connect("jdbc:h2:mem:" + world, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("create table " + world + " (id int)");
        }
    }

    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(Path jar) throws IOException {
            super(urls(jar), Databases.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try {
                    return findClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            URL own = findResource(name);
            try {
                return own == null ? super.getResourceAsStream(name) : own.openStream();
            } catch (IOException e) {
                return null;
            }
        }
    }
}
