// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.jdbc;

import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.ArrayList;
import java.util.List;

/** Does each step of the {@link Work}, or of the {@link RowsWork}, as a unit of its own, and prints what was recorded of it. Runs inside the agent. */
public final class RecordedWork implements Runnable {
    private long lastParameterHash;

    @Override
    public void run() {
        try (Databases databases =
                Databases.open(System.getProperty("test.pool", "none"), System.getProperty("test.url"))) {
            if (Boolean.getBoolean("test.rows")) {
                new RowsWork(databases, this::record).run();
            } else {
                new Work(databases, this::record).run();
            }
        } catch (Exception e) {
            System.out.println("FAILED " + e);
            e.printStackTrace(System.out);
        }
    }

    private void record(String name, Work.Step step) throws Exception {
        Operation root = Recorder.instance().beginUnit(Kind.JOB, header -> null);
        root.unit().route(name);
        try {
            step.run();
        } finally {
            root.end(null);
        }
        List<Operation> operations = new ArrayList<>();
        for (Operation o = root.unit().last(); o != null; o = o.previous()) {
            operations.add(0, o);
        }
        for (Operation operation : operations) {
            if (operation.kind().isCall() && operations.size() < 10) {
                System.out.println("[" + name + "] " + describe(operation));
            }
        }
        for (Group group : root.unit().groups()) {
            if (group.count() > 3) {
                System.out.println("[" + name + "] group of " + group.count() + ", " + group.distinct() + " distinct");
            }
        }
    }

    private String describe(Operation operation) {
        StringBuilder text = new StringBuilder(operation.kind().name());
        Shape shape = operation.shape();
        Target target = operation.target();
        text.append(' ').append(shape == null ? "-" : shape.summary());
        text.append(" on ").append(target == null ? "-" : target.system());
        if (target == null || (target.namespace() == null && target.address() == null)) {
            text.append(" somewhere");
        }
        if (operation.kind() == Kind.DATABASE) {
            text.append(" rows ").append(operation.rows()).append(operation.isRowsComplete() ? "" : "+");
        }
        if (operation.batchSize() > 0) {
            text.append(" batch ").append(operation.batchSize());
        }
        if (operation.parameterHash() != 0) {
            text.append(operation.parameterHash() == lastParameterHash ? " same values" : " values");
        }
        lastParameterHash = operation.parameterHash();
        if (operation.isFailed()) {
            text.append(" failed ").append(operation.errorType());
        }
        if (operation.outcome() != Outcome.OK) {
            text.append(' ').append(operation.outcome());
        }
        return text.toString();
    }
}
