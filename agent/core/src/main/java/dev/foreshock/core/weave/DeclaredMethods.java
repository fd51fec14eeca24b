// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.scaffold.MethodGraph;

/**
 * The virtual methods that a class declares, in their order, and nothing of its supertypes. ByteBuddy's own compiler keeps them by
 * their signature, for which it reads the class files of all types of parameters and results: a fifth of what weaving the first
 * classes took. Stateless.
 */
enum DeclaredMethods implements MethodGraph.Compiler {
    INSTANCE;

    @Override
    public MethodGraph.Linked compile(TypeDefinition type) {
        List<MethodGraph.Node> nodes = new ArrayList<>();
        for (MethodDescription method : type.getDeclaredMethods()) {
            if (method.isVirtual() && !method.isBridge()) {
                nodes.add(new MethodGraph.Node.Simple(method));
            }
        }
        return new Graph(new MethodGraph.NodeList(nodes));
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // the interface still demands it
    public MethodGraph.Linked compile(TypeDescription type) {
        return compile((TypeDefinition) type);
    }

    @Override
    public MethodGraph.Linked compile(TypeDefinition type, TypeDescription viewPoint) {
        return compile(type);
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // the interface still demands it
    public MethodGraph.Linked compile(TypeDescription type, TypeDescription viewPoint) {
        return compile((TypeDefinition) type);
    }

    /** Only ever listed: nothing is overridden where classes are woven. */
    private record Graph(MethodGraph.NodeList nodes) implements MethodGraph.Linked {
        @Override
        public MethodGraph getSuperClassGraph() {
            return MethodGraph.Empty.INSTANCE;
        }

        @Override
        public MethodGraph getInterfaceGraph(TypeDescription type) {
            return MethodGraph.Empty.INSTANCE;
        }

        @Override
        public MethodGraph.Node locate(MethodDescription.SignatureToken token) {
            return MethodGraph.Node.Unresolved.INSTANCE;
        }

        @Override
        public MethodGraph.NodeList listNodes() {
            return nodes;
        }
    }
}
