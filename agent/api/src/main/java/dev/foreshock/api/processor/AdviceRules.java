// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * The rules of advice. Each guards against a class that could not be woven, or not linked, and would show it only in a
 * running application.
 */
final class AdviceRules {
    private static final String ADVICE = "net.bytebuddy.asm.Advice.";
    private static final String ENTER = ADVICE + "OnMethodEnter";
    private static final String EXIT = ADVICE + "OnMethodExit";
    private static final String ASSIGN = ADVICE + "AssignReturned.";

    private final ProcessingEnvironment environment;
    private final TypeElement type;
    private int problems;
    private boolean needsReceiver;

    AdviceRules(ProcessingEnvironment environment, TypeElement type) {
        this.environment = environment;
        this.type = type;
    }

    /** Whether the advice uses {@code this}, so that static methods cannot be woven; valid after {@link #check}. */
    boolean needsReceiver() {
        return needsReceiver;
    }

    boolean check(boolean constructors) {
        for (Element enclosing = type;
                enclosing instanceof TypeElement outer;
                enclosing = enclosing.getEnclosingElement()) {
            require(outer, outer.getModifiers().contains(Modifier.PUBLIC), "must be public to be linked");
        }
        require(
                type,
                type.getNestingKind() == NestingKind.TOP_LEVEL
                        || type.getModifiers().contains(Modifier.STATIC),
                "must be static to be linked");
        List<ExecutableElement> enters = new ArrayList<>();
        List<ExecutableElement> exits = new ArrayList<>();
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            Mirror enter = Mirror.of(method, ENTER);
            Mirror exit = Mirror.of(method, EXIT);
            if (enter != null) {
                enters.add(method);
                checkMethod(method, enter);
            }
            if (exit != null) {
                exits.add(method);
                checkMethod(method, exit);
            }
        }
        require(
                type,
                enters.size() + exits.size() > 0,
                "has no advice: annotate a method with OnMethodEnter or OnMethodExit");
        require(
                type,
                enters.size() <= 1 && exits.size() <= 1,
                "may have one OnMethodEnter and one OnMethodExit at most");
        ExecutableElement enter = enters.isEmpty() ? null : enters.get(0);
        for (ExecutableElement exit : exits) {
            checkExit(exit, enter, constructors);
        }
        if (enter != null) {
            require(enter, !constructors, "nothing can run before a constructor: weave <init> with exit advice only");
        }
        return problems == 0;
    }

    private void checkMethod(ExecutableElement method, Mirror advice) {
        require(
                method,
                method.getModifiers().containsAll(Set.of(Modifier.PUBLIC, Modifier.STATIC)),
                "advice must be public static");
        require(
                method,
                !advice.flag("inline", true),
                "advice must say inline = false: it is called through invokedynamic");
        require(method, !isAgentType(method.getReturnType()), "an agent type in advice's signature must be Object");
        for (VariableElement parameter : method.getParameters()) {
            checkParameter(parameter);
        }
        for (String target : List.of("ToReturned", "ToThis", "ToThrown", "ToAllArguments")) {
            Mirror assign = Mirror.of(method, ASSIGN + target);
            if (assign != null) {
                requireDynamic(method, assign);
            }
        }
        for (String target : List.of("ToArguments", "ToFields")) {
            Mirror assign = Mirror.of(method, ASSIGN + target);
            if (assign != null) {
                for (Mirror each : assign.mirrors("value")) {
                    requireDynamic(method, each);
                }
            }
        }
    }

    private void checkParameter(VariableElement parameter) {
        require(parameter, !isAgentType(parameter.asType()), "an agent type in advice's signature must be Object");
        require(parameter, Mirror.of(parameter, ADVICE + "Local") == null, "@Local needs inlined advice");
        for (String annotation :
                List.of("This", "Return", "Argument", "AllArguments", "Thrown", "FieldValue", "Enter")) {
            Mirror mirror = Mirror.of(parameter, ADVICE + annotation);
            if (mirror == null) {
                continue;
            }
            require(parameter, mirror.flag("readOnly", true), "called advice cannot assign: use AssignReturned");
            if ((annotation.equals("This") || annotation.equals("Return")) && !isAnyReference(parameter.asType())) {
                requireDynamic(parameter, mirror);
            }
            if (annotation.equals("This") && !mirror.flag("optional", false)) {
                needsReceiver = true;
            }
        }
    }

    private void checkExit(ExecutableElement exit, @Nullable ExecutableElement enter, boolean constructors) {
        Mirror annotation = Mirror.of(exit, EXIT);
        boolean onThrowable = annotation != null
                && !annotation.text("onThrowable", "NoException").endsWith("NoException");
        require(exit, !(constructors && onThrowable), "a constructor's exit advice cannot have onThrowable");
        for (VariableElement parameter : exit.getParameters()) {
            if (Mirror.of(parameter, ADVICE + "Thrown") != null) {
                require(parameter, onThrowable, "@Thrown needs onThrowable = Throwable.class");
            }
            if (Mirror.of(parameter, ADVICE + "Enter") != null) {
                require(
                        parameter,
                        enter != null && enter.getReturnType().getKind() != TypeKind.VOID,
                        "@Enter needs an OnMethodEnter that returns a value");
                require(
                        parameter,
                        parameter.asType().getKind().isPrimitive() || isObject(parameter.asType()),
                        "the value of @Enter must be Object: its type would show in the woven class");
            }
        }
    }

    private void requireDynamic(Element where, Mirror mirror) {
        require(
                where,
                mirror.text("typing", "STATIC").equals("DYNAMIC"),
                "@" + mirror.name().substring(ADVICE.length())
                        + " needs typing = DYNAMIC: the class that holds the method need not be the type it implements");
    }

    /** Whether any reference can be passed without a cast, or none is passed at all. */
    private static boolean isAnyReference(TypeMirror mirror) {
        return mirror.getKind().isPrimitive() || isObject(mirror);
    }

    private static boolean isObject(TypeMirror mirror) {
        return mirror.toString().endsWith("java.lang.Object");
    }

    private boolean isAgentType(TypeMirror mirror) {
        TypeMirror element = mirror;
        while (element instanceof ArrayType array) {
            element = array.getComponentType();
        }
        return environment.getTypeUtils().asElement(element) instanceof TypeElement declared
                && declared.getQualifiedName().toString().startsWith("dev.foreshock.");
    }

    private void require(Element where, boolean holds, String problem) {
        if (!holds) {
            problems++;
            environment.getMessager().printMessage(Diagnostic.Kind.ERROR, problem, where);
        }
    }
}
