// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api.processor;

import java.util.List;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;

/**
 * Instrumentations keep no state of their own. There is one copy of each class per class loader of the application, and
 * what a copy holds in a static field lives as long as that loader; a thread local would keep the loader alive.
 */
final class StateRules {
    private static final Set<String> IMMUTABLE_BY_CONVENTION =
            Set.of("java.util.List", "java.util.Set", "java.util.Map", "java.util.Collection");
    private static final List<String> CONTAINERS = List.of("java.util.Collection", "java.util.Map");

    private final ProcessingEnvironment environment;

    StateRules(ProcessingEnvironment environment) {
        this.environment = environment;
    }

    void check(TypeElement type) {
        for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
            if (isA(field.asType(), "java.lang.ThreadLocal")) {
                report(field, "no ThreadLocal in an instrumentation: use the Cursor");
            } else if (field.getModifiers().contains(Modifier.STATIC)) {
                if (!field.getModifiers().contains(Modifier.FINAL)) {
                    report(field, "no static mutable state in an instrumentation: a static field must be final");
                } else if (isMutable(field.asType())) {
                    report(field, "no static mutable state in an instrumentation: use the Cursor or Associations");
                }
            }
        }
    }

    private boolean isMutable(TypeMirror type) {
        if (type.getKind() == TypeKind.ARRAY) {
            return true;
        }
        String name = environment.getTypeUtils().erasure(type).toString();
        if (name.startsWith("java.util.concurrent.atomic.")) {
            return true;
        }
        if (IMMUTABLE_BY_CONVENTION.contains(name)) {
            return false;
        }
        for (String container : CONTAINERS) {
            if (isA(type, container)) {
                return true;
            }
        }
        return false;
    }

    private boolean isA(TypeMirror type, String ancestor) {
        Types types = environment.getTypeUtils();
        TypeElement element = environment.getElementUtils().getTypeElement(ancestor);
        return element != null
                && type instanceof DeclaredType
                && types.isSubtype(types.erasure(type), types.erasure(element.asType()));
    }

    private void report(VariableElement field, String problem) {
        environment.getMessager().printMessage(Diagnostic.Kind.ERROR, problem, field);
    }
}
