// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0

// Resolves what libraries.txt names and writes target/libraries.properties: name/version = class path.
// A project can depend on one version of a library only, so this asks the running Maven's own resolver instead, which keeps
// to its mirrors, proxies, local repository and offline mode. The resolver's types come from Maven's loader, since the
// plugin that runs this script does not depend on them.
def maven = session.repositorySession.class.classLoader
def type = { String name -> maven.loadClass("org.eclipse.aether.$name") }
def resolver = session.container.lookup(type("RepositorySystem"))

def everything = type("graph.Exclusion").newInstance("*", "*", "*", "*")

def classPath = { List<String> artifacts ->
    def collect = type("collection.CollectRequest").getConstructor().newInstance()
    collect.repositories = project.remoteProjectRepositories
    artifacts.each {
        def alone = it.startsWith("!")
        def artifact = type("artifact.DefaultArtifact").newInstance(alone ? it.substring(1) : it)
        def dependency = type("graph.Dependency").newInstance(artifact, "runtime")
        collect.addDependency(alone ? dependency.setExclusions([everything]) : dependency)
    }
    def request = type("resolution.DependencyRequest").getConstructor().newInstance()
    request.collectRequest = collect
    // Native code for one platform or another is only ever optional, and not every repository holds all of it.
    request.filter = { node, parents -> !node.artifact?.classifier || parents.size() < 2 }.asType(type("graph.DependencyFilter"))
    resolver.resolveDependencies(session.repositorySession, request).artifactResults.collect { it.artifact.file.path }
}

def withProperties = { String text ->
    text.replaceAll(/\$\{([^}]+)}/) { all, name ->
        project.properties[name] ?: { throw new IllegalArgumentException("libraries.txt: no property $name") }()
    }
}

def suites = project.properties["foreshock.suites"].tokenize(",")
def resolved = new Properties()
new File(project.basedir, "libraries.txt").eachLine { line ->
    def words = line.tokenize()
    if (words && !words[0].startsWith("#") && words[2] in suites) {
        resolved["${words[0]}/${words[1]}".toString()] =
                classPath(words.drop(3).collect(withProperties)).join(File.pathSeparator)
    }
}
def file = new File(project.build.directory, "libraries.properties")
file.parentFile.mkdirs()
file.withWriter("ISO-8859-1") { resolved.store(it, null) }
