// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.VisibilityBridgeStrategy;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.JavaConstant;
import org.jspecify.annotations.Nullable;

/**
 * Writes calls of advice into class files, with ByteBuddy: {@code invokedynamic} around the body of each matching method, and
 * nothing else. No member is added or changed, so that a loaded class can be woven too, and stays as other agents know it.
 *
 * <p>The first class costs some hundred milliseconds of processor time, a later one about one. Thread safe.
 */
final class ClassRewriter {
    private final AdviceFiles adviceFiles;
    private final TypePool adviceTypes;
    private final ByteBuddy byteBuddy;
    private final Advice.WithCustomMapping mapping;
    private final ConcurrentHashMap<String, Advice> advice = new ConcurrentHashMap<>();

    ClassRewriter(ClassLoader agent, Class<?> dispatcher) throws NoSuchMethodException {
        adviceFiles = new AdviceFiles(agent);
        adviceTypes = new TypePool.Default(
                TypePool.CacheProvider.Simple.withObjectType(), adviceFiles, TypePool.Default.ReaderMode.FAST);
        byteBuddy = new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .with(DeclaredMethods.INSTANCE)
                .with(VisibilityBridgeStrategy.Default.NEVER)
                .with(InstrumentedType.Factory.Default.FROZEN)
                .with(Implementation.Context.Disabled.Factory.INSTANCE);
        mapping = Advice.withCustomMapping()
                .with(new Advice.AssignReturned.Factory())
                .bootstrap(
                        Dispatcher.bootstrap(dispatcher),
                        new LinkArguments(adviceFiles),
                        TypeDescription.Generic.Visitor.Generalizing.INSTANCE);
    }

    /** The class file with all of the advice woven in. */
    byte[] rewrite(String internalName, byte[] classFile, @Nullable ClassLoader loader, List<WeavePoint> points) {
        String name = internalName.replace('/', '.');
        ClassFileLocator files = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(name, classFile),
                ClassFileLocator.ForClassLoader.WeaklyReferenced.of(loader));
        TypePool types = new TypePool.Default(
                TypePool.CacheProvider.Simple.withObjectType(), files, TypePool.Default.ReaderMode.FAST);
        DynamicType.Builder<?> builder = byteBuddy.decorate(types.describe(name).resolve(), files);
        for (WeavePoint point : points) {
            builder = builder.visit(advice(point).on(new Methods(point)));
        }
        return builder.make(TypeResolutionStrategy.Disabled.INSTANCE, types).getBytes();
    }

    private Advice advice(WeavePoint point) {
        String name = point.adviceClass();
        Advice known = advice.get(name);
        if (known == null) {
            known = mapping.to(adviceTypes.describe(name).resolve(), adviceFiles);
            advice.put(name, known);
        }
        return known;
    }

    /** Which methods of a class the advice is for. */
    private static final class Methods extends ElementMatcher.Junction.AbstractBase<MethodDescription> {
        private final WeavePoint point;

        Methods(WeavePoint point) {
            this.point = point;
        }

        @Override
        public boolean matches(MethodDescription method) {
            return !method.isAbstract()
                    && !method.isNative()
                    && point.weaves(method.getModifiers(), method.getInternalName(), method.getDescriptor());
        }
    }

    /** What a woven call site tells the linker. */
    private static final class LinkArguments
            implements Advice.BootstrapArgumentResolver.Factory, Advice.BootstrapArgumentResolver {
        private final AdviceFiles files;
        private final List<JavaConstant> arguments;

        LinkArguments(AdviceFiles files) {
            this(files, List.of());
        }

        private LinkArguments(AdviceFiles files, List<JavaConstant> arguments) {
            this.files = files;
            this.arguments = arguments;
        }

        @Override
        public Advice.BootstrapArgumentResolver resolve(MethodDescription.InDefinedShape adviceMethod, boolean exit) {
            String type = adviceMethod.getDeclaringType().getName();
            List<JavaConstant> constants = new ArrayList<>(2);
            constants.add(JavaConstant.Simple.ofLoaded(type));
            constants.add(JavaConstant.Simple.ofLoaded(
                    files.descriptor(type, adviceMethod.getInternalName(), adviceMethod.getDescriptor())));
            return new LinkArguments(files, constants);
        }

        @Override
        public List<JavaConstant> resolve(TypeDescription instrumentedType, MethodDescription instrumentedMethod) {
            return arguments;
        }
    }
}
