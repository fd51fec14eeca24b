// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.util.List;

/** A class loader of an application, whose classes are woven; child first for the classes it was given. */
final class WovenLoader extends ClassLoader {
    private final ClassRewriter rewriter;
    private final List<WeavePoint> points;
    private final List<String> names;

    WovenLoader(ClassRewriter rewriter, String indexLines, Class<?>... types) {
        super(WovenLoader.class.getClassLoader());
        this.rewriter = rewriter;
        this.points = indexLines.lines().map(WeavePoint::parse).toList();
        this.names = List.of(types).stream().map(Class::getName).toList();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (!names.contains(name)) {
                return super.loadClass(name, resolve);
            }
            byte[] file = woven(name);
            return defineClass(name, file, 0, file.length);
        }
    }

    byte[] woven(String name) throws ClassNotFoundException {
        byte[] original = ClassHeaderTest.file(Class.forName(name, false, getParent()));
        return rewriter.rewrite(name.replace('.', '/'), original, this, points);
    }

    Object instance(Class<?> type) throws ReflectiveOperationException {
        return loadClass(type.getName()).getConstructor().newInstance();
    }
}
