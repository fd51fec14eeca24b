// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import org.jspecify.annotations.Nullable;

/** The values of one annotation, by name. Values that the source does not give have the defaults of this class's methods. */
final class Mirror {
    private final AnnotationMirror annotation;

    private Mirror(AnnotationMirror annotation) {
        this.annotation = annotation;
    }

    /** The annotation of that binary name on the element, or {@code null}. */
    static @Nullable Mirror of(Element element, String annotationName) {
        for (AnnotationMirror candidate : element.getAnnotationMirrors()) {
            if (name(candidate).equals(annotationName)) {
                return new Mirror(candidate);
            }
        }
        return null;
    }

    private static String name(AnnotationMirror annotation) {
        return ((TypeElement) annotation.getAnnotationType().asElement())
                .getQualifiedName()
                .toString();
    }

    String name() {
        return name(annotation);
    }

    private @Nullable Object value(String member) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                annotation.getElementValues().entrySet()) {
            if (entry.getKey().getSimpleName().contentEquals(member)) {
                return entry.getValue().getValue();
            }
        }
        return null;
    }

    /** A string, the name of an enum constant or of a class; {@code otherwise} where the source gives none. */
    String text(String member, String otherwise) {
        Object value = value(member);
        if (value == null) {
            return otherwise;
        }
        return value instanceof VariableElement constant
                ? constant.getSimpleName().toString()
                : value.toString();
    }

    boolean flag(String member, boolean otherwise) {
        return value(member) instanceof Boolean given ? given : otherwise;
    }

    List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        if (value(member) instanceof List<?> values) {
            for (Object value : values) {
                texts.add(String.valueOf(((AnnotationValue) value).getValue()));
            }
        }
        return texts;
    }

    /** The annotations that an array member holds. */
    List<Mirror> mirrors(String member) {
        List<Mirror> mirrors = new ArrayList<>();
        if (value(member) instanceof List<?> values) {
            for (Object value : values) {
                if (((AnnotationValue) value).getValue() instanceof AnnotationMirror nested) {
                    mirrors.add(new Mirror(nested));
                }
            }
        }
        return mirrors;
    }
}
