// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS for export, independent of what the application has made the JVM's defaults: the JDK's own provider, its own trust
 * store or the given certificates, and a client certificate where one is given.
 *
 * @param context makes the sockets
 * @param trust decides whom to trust
 */
record Tls(SSLContext context, X509TrustManager trust) {
    private static final char[] NO_PASSWORD = new char[0];
    private static final String[] KEY_ALGORITHMS = {"RSA", "EC", "EdDSA"};

    /** A file and the variable that names it. */
    record File(String variable, String path) {
        byte[] read() throws IOException {
            try {
                return java.nio.file.Files.readAllBytes(Path.of(path));
            } catch (IOException | InvalidPathException | SecurityException e) {
                throw new IOException(variable + ": cannot read " + path, e);
            }
        }
    }

    /** What the variables name. */
    record Files(
            @Nullable File certificate,
            @Nullable File clientKey,
            @Nullable File clientCertificate) {}

    /**
     * Reads the files.
     *
     * @throws IOException whose message names the variable, where one of them cannot be used
     */
    static Tls of(Files files) throws IOException {
        X509TrustManager trust = trustManager(files.certificate);
        KeyManager[] keys = null;
        if (files.clientKey != null && files.clientCertificate != null) {
            keys = keyManagers(files.clientKey, files.clientCertificate);
        } else if (files.clientKey != null || files.clientCertificate != null) {
            throw new IOException("a client key needs a client certificate, and the other way round");
        }
        try {
            SSLContext context = newContext();
            context.init(keys, new TrustManager[] {trust}, new SecureRandom());
            return new Tls(context, trust);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS is not available: " + e, e);
        }
    }

    // By provider: what an application puts in front of the JDK's own does not reach export.
    private static SSLContext newContext() throws GeneralSecurityException {
        try {
            return SSLContext.getInstance("TLS", "SunJSSE");
        } catch (NoSuchProviderException e) {
            return SSLContext.getInstance("TLS");
        }
    }

    private static X509TrustManager trustManager(@Nullable File file) throws IOException {
        try {
            KeyStore store = file == null ? defaultStore() : store(file);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    (file == null ? "the JDK's trust store" : file.variable) + " holds no usable certificates: " + e,
                    e);
        }
    }

    private static KeyStore store(File file) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> certificates = certificates(file);
        KeyStore store = emptyStore();
        int i = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca" + i++, certificate);
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(File file)
            throws IOException, GeneralSecurityException {
        byte[] pem = file.read();
        try {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(file.variable + ": " + file.path + " holds no PEM certificate", e);
        }
        throw new IOException(file.variable + ": " + file.path + " holds no PEM certificate");
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    // Not javax.net.ssl.trustStore, which is the application's. A store without a password can be read without one.
    private static KeyStore defaultStore() throws IOException, GeneralSecurityException {
        java.io.File directory = new java.io.File(System.getProperty("java.home"), "lib/security");
        java.io.File preferred = new java.io.File(directory, "jssecacerts");
        java.io.File file = preferred.isFile() ? preferred : new java.io.File(directory, "cacerts");
        KeyStore store = KeyStore.getInstance(file, (char[]) null);
        return store.size() > 0 ? store : KeyStore.getInstance(file, "changeit".toCharArray());
    }

    private static KeyManager[] keyManagers(File keyFile, File certificateFile) throws IOException {
        try {
            KeyStore store = emptyStore();
            Certificate[] chain = certificates(certificateFile).toArray(new Certificate[0]);
            store.setKeyEntry("client", privateKey(keyFile), NO_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance("NewSunX509");
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException(keyFile.variable + " and " + certificateFile.variable + " do not fit: " + e, e);
        }
    }

    private static PrivateKey privateKey(File file) throws IOException, GeneralSecurityException {
        String pem = new String(file.read(), StandardCharsets.ISO_8859_1);
        int from = pem.indexOf("-----BEGIN PRIVATE KEY-----");
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new IOException(file.variable + ": " + file.path
                    + " holds no unencrypted PKCS#8 key; convert it with openssl pkcs8 -topk8 -nocrypt");
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(pem.substring(from + "-----BEGIN PRIVATE KEY-----".length(), to));
        } catch (IllegalArgumentException e) {
            throw new IOException(file.variable + ": " + file.path + " is damaged", e);
        }
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
        InvalidKeySpecException mismatch = null;
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                mismatch = e;
            }
        }
        throw new IOException(file.variable + ": " + file.path + " is no RSA, EC or Ed25519 key", mismatch);
    }
}
