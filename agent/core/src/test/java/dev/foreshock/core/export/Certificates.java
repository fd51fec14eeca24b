// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate authority, and certificates for a server and a client that it has signed; made by the JDK's keytool. */
final class Certificates {
    private static final String PASSWORD = "changeit";

    private static @Nullable Certificates shared;

    private final Path directory;

    /** Made once for all tests: each takes keytool seconds. */
    static synchronized Certificates shared() throws IOException, InterruptedException {
        Certificates made = shared;
        if (made == null) {
            made = new Certificates(Files.createTempDirectory(Path.of("target"), "certificates"));
            shared = made;
        }
        return made;
    }

    private Certificates(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        generate("ca", "-ext", "bc:c");
        keytool(List.of(
                "-exportcert",
                "-rfc",
                "-alias",
                "ca",
                "-keystore",
                store("ca"),
                "-file",
                pem("ca").toString()));
        sign("server", "san=ip:127.0.0.1,dns:localhost");
        sign("client", "eku=clientAuth");
    }

    private void generate(String name, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-keystore", store(name)));
        command.addAll(List.of(more));
        keytool(command);
    }

    private void sign(String name, String extension) throws IOException, InterruptedException {
        generate(name);
        String request = directory.resolve(name + ".csr").toString();
        keytool(List.of("-certreq", "-alias", name, "-keystore", store(name), "-file", request));
        keytool(List.of(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-keystore",
                store("ca"),
                "-infile",
                request,
                "-ext",
                extension,
                "-outfile",
                pem(name).toString()));
    }

    private static void keytool(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError(command + ": " + output);
        }
    }

    private String store(String name) {
        return directory.resolve(name + ".p12").toString();
    }

    Path pem(String name) {
        return directory.resolve(name + ".pem");
    }

    private KeyStore load(String name) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(directory.resolve(name + ".p12").toFile(), PASSWORD.toCharArray());
    }

    /** The private key as PKCS#8. */
    Path key(String name) throws IOException, GeneralSecurityException {
        byte[] encoded = load(name).getKey(name, PASSWORD.toCharArray()).getEncoded();
        String text = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n";
        return Files.writeString(directory.resolve(name + ".key"), text);
    }

    HttpsServer server(boolean clientCertificate) throws IOException, GeneralSecurityException {
        CertificateFactory certificates = CertificateFactory.getInstance("X.509");
        Certificate own = certificates.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(pem("server"))));
        Certificate ca = certificates.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(pem("ca"))));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = PASSWORD.toCharArray();
        store.setKeyEntry("server", load("server").getKey("server", password), password, new Certificate[] {own, ca});
        store.setCertificateEntry("ca", ca);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setNeedClientAuth(clientCertificate);
                parameters.setSSLParameters(ssl);
            }
        });
        return server;
    }
}
