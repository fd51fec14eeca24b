// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Reads every class annotated with {@link dev.foreshock.api.Instrument}, holds it to the rules of advice, and writes one
 * line for each to {@code META-INF/weave.index}.
 *
 * <p>The lines are sorted, so that the same sources give the same file.
 */
@SupportedAnnotationTypes("*")
public final class InstrumentProcessor extends AbstractProcessor {
    private static final String INSTRUMENT = "dev.foreshock.api.Instrument";

    private final Set<String> lines = new TreeSet<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        StateRules state = new StateRules(processingEnv);
        for (TypeElement type : ElementFilter.typesIn(round.getRootElements())) {
            inspect(type, state);
        }
        if (round.processingOver() && !lines.isEmpty() && !round.errorRaised()) {
            write();
        }
        return false;
    }

    private void inspect(TypeElement type, StateRules state) {
        state.check(type);
        Mirror instrument = Mirror.of(type, INSTRUMENT);
        if (instrument != null) {
            IndexLine line = new IndexLine(processingEnv.getElementUtils().getBinaryName(type), instrument);
            AdviceRules advice = new AdviceRules(processingEnv, type);
            boolean described = line.check(problem -> report(type, problem));
            boolean sound = advice.check(line.weavesConstructors());
            if (described && sound) {
                lines.add(line.text(advice.needsReceiver()));
            }
        }
        for (Element nested : type.getEnclosedElements()) {
            if (nested.getKind().isClass() || nested.getKind() == ElementKind.INTERFACE) {
                inspect((TypeElement) nested, state);
            }
        }
    }

    private void report(Element where, String problem) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, problem, where);
    }

    private void write() {
        try (Writer index = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", "META-INF/weave.index")
                .openWriter()) {
            for (String line : lines) {
                index.write(line);
                index.write('\n');
            }
        } catch (IOException e) {
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.ERROR, "META-INF/weave.index cannot be written: " + e.getMessage());
        }
    }
}
