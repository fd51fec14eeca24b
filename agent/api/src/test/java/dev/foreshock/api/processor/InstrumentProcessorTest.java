// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compiles sources as the build does, and looks at the index and the errors. */
class InstrumentProcessorTest {
    private static final String GOOD = """
            package sample;
            import dev.foreshock.api.Instrument;
            import net.bytebuddy.asm.Advice;
            import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;
            import java.sql.Statement;
            @Instrument(name = "jdbc", library = "JDBC drivers", types = "org.h2.JdbcStatement",
                subtypesOf = "java.sql.Statement", nameHint = {"Statement", "Stmt"}, except = "com.zaxxer.",
                methods = {"execute", "setNull(int,int)"}, firstArgument = "java.lang.String")
            public final class Good {
              static final String NAME = "x";
              @Advice.OnMethodEnter(inline = false)
              public static Object enter(@Advice.This(typing = DYNAMIC) Statement self, @Advice.Argument(0) String sql) {
                return sql;
              }
              @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
              public static void exit(@Advice.Enter Object entered, @Advice.Thrown Throwable error) {}
              @Instrument(name = "jdbc", library = "JDBC drivers", types = {"b.B", "a.A"}, methods = "<init>")
              public static final class Opened {
                @Advice.OnMethodExit(inline = false)
                public static void exit(@Advice.This(optional = true) Object self) {}
              }
            }
            """;

    @TempDir
    Path output;

    private List<String> errors(String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        String name = source.replaceAll("(?s).*?(?:class|interface) (\\w+).*", "$1");
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///sample/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler.CompilationTask task = compiler.getTask(
                new StringWriter(),
                null,
                diagnostics,
                List.of("-d", output.toString(), "--release", "17"),
                null,
                List.of(file));
        task.setProcessors(List.of(new InstrumentProcessor()));
        task.call();
        List<String> errors = new ArrayList<>();
        for (Diagnostic<?> diagnostic : diagnostics.getDiagnostics()) {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(diagnostic.getMessage(null));
            }
        }
        return errors;
    }

    @Test
    void writes_a_sorted_line_for_each_class() throws Exception {
        assertEquals(List.of(), errors(GOOD));
        assertEquals(
                "sample.Good\tname=jdbc\tlibrary=JDBC drivers\ttypes=org.h2.JdbcStatement\tsubtypesOf=java.sql.Statement"
                        + "\tnameHint=Statement;Stmt\texcept=com.zaxxer.\tmethods=execute;setNull(int,int)"
                        + "\tfirstArgument=java.lang.String\treceiver=required\n"
                        + "sample.Good$Opened\tname=jdbc\tlibrary=JDBC drivers\ttypes=b.B;a.A\tmethods=<init>\n",
                Files.readString(output.resolve("META-INF/weave.index")));
    }

    /** Each row breaks one rule in the good source: what is replaced, by what, and what the error says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public final class Good | final class Good | must be public to be linked",
                "public static final class Opened | public final class Opened | must be static to be linked",
                "public static Object enter | static Object enter | advice must be public static",
                "@Advice.OnMethodEnter(inline = false) | @Advice.OnMethodEnter | inline = false",
                "@Advice.This(typing = DYNAMIC) | @Advice.This | @This needs typing = DYNAMIC",
                "@Advice.Argument(0) String | @Advice.Argument(value = 0, readOnly = false) String | cannot assign",
                "@Advice.Argument(0) String | @Advice.Local(\"l\") String | @Local needs inlined advice",
                "@Advice.Argument(0) String | @Advice.Argument(0) dev.foreshock.api.Operation | agent type",
                "Object enter | dev.foreshock.api.Operation enter | agent type",
                "@Advice.Enter Object | @Advice.Enter String | the value of @Enter must be Object",
                "public static Object enter | public static void enter | @Enter needs an OnMethodEnter that returns",
                "', onThrowable = Throwable.class' | '' | @Thrown needs onThrowable",
                "'nameHint = {\"Statement\", \"Stmt\"}, ' | '' | subtypesOf and nameHint go together",
                "'types = {\"b.B\", \"a.A\"}, ' | '' | give types or subtypesOf",
                "name = \"jdbc\" | name = \"JDBC\" | name must be made of lower-case letters",
                "library = \"JDBC drivers\" | library = \" \" | library must say",
                "setNull(int,int) | setNull(int, int) | is neither a method name",
                "firstArgument = | fromJava6 = true, firstArgument = | fromJava6 is for types by exact name",
                "com.zaxxer. | com zaxxer | is no binary name",
                "static final String NAME | static String NAME | a static field must be final",
                "static final String NAME = \"x\" | static final int[] NAME = {} | no static mutable state",
                "String NAME = \"x\" | ThreadLocal<String> NAME = null | use the Cursor",
                "String NAME = \"x\" | java.util.HashMap<String, String> NAME = null | use the Cursor or Associations",
                "\"<init>\") | {\"<init>\", \"x\"}) | ''",
                "methods = \"<init>\" | methods = {} | methods must not be empty",
            })
    void names_the_rule_that_is_broken(String good, String bad, String says) throws Exception {
        assertTrue(GOOD.contains(good), good);
        List<String> errors = errors(GOOD.replace(good, bad));
        if (says.isEmpty()) {
            assertEquals(List.of(), errors);
        } else {
            assertTrue(errors.stream().anyMatch(error -> error.contains(says)), errors::toString);
        }
    }

    @Test
    void nothing_runs_before_a_constructor() throws Exception {
        List<String> errors = errors(GOOD.replace("\"execute\", \"setNull(int,int)\"", "\"<init>\""));
        assertTrue(
                errors.stream().anyMatch(error -> error.contains("nothing can run before a constructor")),
                errors::toString);
        assertTrue(errors.stream().anyMatch(error -> error.contains("cannot have onThrowable")), errors::toString);
    }

    @Test
    void assigning_needs_a_dynamic_type() throws Exception {
        String assigning = GOOD.replace(
                "@Advice.OnMethodEnter(inline = false)",
                "@Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))\n"
                        + "@Advice.OnMethodEnter(inline = false)");
        List<String> errors = errors(assigning);
        assertTrue(errors.stream().anyMatch(error -> error.contains("needs typing = DYNAMIC")), errors::toString);
    }

    @Test
    void a_class_without_advice_is_an_error() throws Exception {
        List<String> errors = errors(GOOD.replace("@Advice.OnMethodExit(inline = false)\n", "\n"));
        assertTrue(errors.stream().anyMatch(error -> error.contains("has no advice")), errors::toString);
    }

    @Test
    void helpers_keep_no_state_either() throws Exception {
        List<String> errors =
                errors("package sample; final class Helper { private final ThreadLocal<String> x = null; }");
        assertEquals(1, errors.size(), errors::toString);
        assertEquals(
                List.of(),
                errors(
                        "package sample; final class Calm { static final java.util.List<String> X = java.util.List.of(); }"));
    }
}
