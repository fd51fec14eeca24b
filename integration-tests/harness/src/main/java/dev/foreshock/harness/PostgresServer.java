// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL on a free loopback port, from binaries on the class path, in a directory of its own that disappears with
 * it. Works as a normal user, and as root by running as nobody, since PostgreSQL refuses to run as root.
 *
 * <p>One start takes two to three seconds, most of it for unpacking. The user is {@code postgres} without a password.
 */
public final class PostgresServer implements AutoCloseable {
    /** The uid and gid that Debian, Red Hat and Alpine all give to nobody. */
    private static final int NOBODY = 65534;

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final TemporaryDirectory directory;
    private final Path log;
    private final int port;
    private final Process server;

    private PostgresServer(TemporaryDirectory directory, Path log, int port, Process server) {
        this.directory = directory;
        this.log = log;
        this.port = port;
        this.server = server;
    }

    /** Why no PostgreSQL can run here, in one line; empty where one can. */
    public static Optional<String> unavailable() {
        return PostgresBinaries.find().isPresent()
                ? Optional.empty()
                : Optional.of("no PostgreSQL binary for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch"));
    }

    public static PostgresServer start() throws IOException {
        return start(false);
    }

    /** Starts a server that logs every statement it executes, for {@link #statements}. */
    public static PostgresServer loggingStatements() throws IOException {
        return start(true);
    }

    private static PostgresServer start(boolean logStatements) throws IOException {
        PostgresBinaries binaries = PostgresBinaries.find()
                .orElseThrow(() -> new IllegalStateException(unavailable().orElseThrow()));
        TemporaryDirectory directory = TemporaryDirectory.create("foreshock-postgres");
        try {
            Path programs = directory.path().resolve("postgres");
            binaries.unpackTo(programs);
            Path run = Files.createDirectory(directory.path().resolve("run"));
            Path log = Files.createFile(directory.path().resolve("log"));
            if (ROOT) {
                Files.setAttribute(run, "unix:uid", NOBODY);
            }
            Path data = run.resolve("data");
            List<String> initdb = List.of(
                    programs.resolve("bin/initdb").toString(),
                    "--auth=trust",
                    "--username=postgres",
                    "--encoding=UTF-8",
                    "--locale=C",
                    "--no-sync",
                    "--pgdata=" + data);
            Process init = launch(initdb, directory.path(), log);
            if (!ended(init) || init.exitValue() != 0) {
                throw new IOException("initdb failed: " + Files.readString(log));
            }
            ChildProcesses.release(init);
            int port = freePort();
            List<String> postgres = new ArrayList<>(List.of(
                    programs.resolve("bin/postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
            settings(logStatements).forEach(setting -> postgres.addAll(List.of("-c", setting)));
            PostgresServer server = new PostgresServer(directory, log, port, launch(postgres, directory.path(), log));
            server.awaitConnections();
            return server;
        } catch (IOException | RuntimeException failed) {
            directory.close();
            throw failed;
        }
    }

    private static List<String> settings(boolean logStatements) {
        return List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "log_destination=stderr",
                "logging_collector=off",
                "lc_messages=C",
                "log_line_prefix=",
                "log_statement=" + (logStatements ? "all" : "none"));
    }

    public int port() {
        return port;
    }

    /** {@code jdbc:postgresql://127.0.0.1:port/postgres?user=postgres}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    public long pid() {
        return server.pid();
    }

    Path directory() {
        return directory.path();
    }

    /** The first line of every statement that the server executed, in order, whoever sent it. */
    public List<String> statements() throws IOException {
        List<String> statements = new ArrayList<>();
        for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
            int start = line.startsWith("LOG:  statement: ") ? "LOG:  statement: ".length() : afterExecute(line);
            if (start > 0) {
                statements.add(line.substring(start));
            }
        }
        return statements;
    }

    /** {@code LOG:  execute <unnamed>: SELECT 1}: where the statement begins, or -1. */
    private static int afterExecute(String line) {
        if (!line.startsWith("LOG:  execute ")) {
            return -1;
        }
        int colon = line.indexOf(": ", "LOG:  execute ".length());
        return colon < 0 ? -1 : colon + 2;
    }

    /** Ends the server at once, and removes its directory. */
    @Override
    public void close() {
        ChildProcesses.end(server);
        directory.close();
    }

    private void awaitConnections() throws IOException {
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!Files.readString(log).contains("database system is ready to accept connections")) {
            if (System.nanoTime() - end > 0 || endedWithinMillis(server, 20)) {
                String said = Files.readString(log);
                ChildProcesses.kill(server);
                throw new IOException("PostgreSQL did not start: " + said);
            }
        }
    }

    private static Process launch(List<String> command, Path directory, Path log) throws IOException {
        List<String> whole = new ArrayList<>();
        if (ROOT) {
            whole.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
        }
        whole.addAll(command);
        return ChildProcesses.adopt(new ProcessBuilder(whole)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    private static boolean ended(Process process) {
        return endedWithinMillis(process, START_TIMEOUT.toMillis());
    }

    private static boolean endedWithinMillis(Process process, long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
