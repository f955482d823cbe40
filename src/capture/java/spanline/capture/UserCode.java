package spanline.capture;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Whether a class is the user's, told by where it was loaded from; decided once per class. */
final class UserCode {
  private static final UserCode LIBRARY = new UserCode(false, "", "");

  private static final ClassValue<UserCode> CODE =
      new ClassValue<UserCode>() {
        @Override
        protected UserCode computeValue(Class<?> type) {
          return judge(type);
        }
      };

  private static final Map<String, List<File>> SOURCES_OF_JAR = new ConcurrentHashMap<>();

  final boolean isUser;

  /** The package as a path, with a slash at its end; empty for none. */
  final String folder;

  /** URL of the class directory or jar. */
  final String source;

  private UserCode(boolean isUser, String folder, String source) {
    this.isUser = isUser;
    this.folder = folder;
    this.source = source;
  }

  static UserCode of(Class<?> type) {
    return CODE.get(type);
  }

  private static final Map<String, Boolean> METHODS = new ConcurrentHashMap<>();

  /** Whether `com.acme.Shop$Till.open` is the user's, by its class; it is loaded, being about to run. */
  static boolean isUserMethod(String function) {
    return METHODS.computeIfAbsent(function, UserCode::judgeMethod);
  }

  private static boolean judgeMethod(String function) {
    try {
      String type = function.substring(0, function.lastIndexOf('.'));
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return of(Class.forName(type, false, loader)).isUser;
    } catch (ClassNotFoundException | LinkageError | IndexOutOfBoundsException unknown) {
      return false;
    }
  }

  private static UserCode judge(Class<?> type) {
    String name = type.getName();
    if (isGenerated(name) || isPlatform(name)) return LIBRARY;
    ProtectionDomain domain = type.getProtectionDomain();
    CodeSource code = domain == null ? null : domain.getCodeSource();
    URL location = code == null ? null : code.getLocation();
    if (location == null) return LIBRARY;
    String source = location.toString();
    String folder = name.substring(0, name.lastIndexOf('.') + 1).replace('.', '/');
    return isUser(source, folder) ? new UserCode(true, folder, source) : LIBRARY;
  }

  private static boolean isGenerated(String name) {
    return name.contains("$$") || name.contains("$Proxy");
  }

  private static boolean isPlatform(String name) {
    return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("io.opentelemetry.");
  }

  private static boolean isUser(String source, String folder) {
    if (source.startsWith("file:") && source.endsWith("/")) return true;
    int inner = source.lastIndexOf("-INF/");
    if (inner >= 0 && source.startsWith("classes", inner + 5)) return true;
    return !folder.isEmpty() && hasSources(source, folder);
  }

  /**
   * A jar that was built in a source tree may hold libraries as well: those classes are the user's whose package has
   * sources there. No other jar has a build file above it.
   */
  private static boolean hasSources(String source, String folder) {
    File jar = outermostJar(source);
    if (jar == null) return false;
    for (File root : SOURCES_OF_JAR.computeIfAbsent(jar.getPath(), path -> sourceRoots(jar))) {
      if (new File(root, folder).isDirectory()) return true;
    }
    return false;
  }

  /** Of `file:/a/b.jar`, `jar:file:/a/b.jar!/…` and `jar:nested:/a/b.jar/!BOOT-INF/lib/…`. */
  private static File outermostJar(String source) {
    int start = source.indexOf(":/");
    int end = source.indexOf(".jar");
    if (start < 0 || end < start) return null;
    try {
      return new File(new URI("file" + source.substring(start, end + 4)));
    } catch (Exception malformed) {
      return null;
    }
  }

  /** How far above a jar the build file may lie: `target/quarkus-app/app/`, `build/libs/`. */
  private static final int MAX_LEVELS = 4;

  private static List<File> sourceRoots(File jar) {
    File folder = jar.getParentFile();
    for (int level = 0; level < MAX_LEVELS && folder != null; level++) {
      if (hasBuildFile(folder)) return rootsAround(folder);
      folder = folder.getParentFile();
    }
    return new ArrayList<>();
  }

  private static boolean hasBuildFile(File folder) {
    for (String name : new String[] {"pom.xml", "build.gradle", "build.gradle.kts", "build.sbt"}) {
      if (new File(folder, name).isFile()) return true;
    }
    return false;
  }

  /** Of the module, and of the modules beside it where they are built together. */
  private static List<File> rootsAround(File module) {
    List<File> roots = new ArrayList<>();
    addRoots(module, roots);
    File parent = module.getParentFile();
    File[] siblings = parent == null || !isTogether(parent) ? null : parent.listFiles(File::isDirectory);
    if (siblings != null) {
      for (File sibling : siblings) addRoots(sibling, roots);
    }
    return roots;
  }

  private static boolean isTogether(File folder) {
    return hasBuildFile(folder)
        || new File(folder, "settings.gradle").isFile()
        || new File(folder, "settings.gradle.kts").isFile();
  }

  private static void addRoots(File module, List<File> roots) {
    for (String language : new String[] {"java", "kotlin", "scala", "groovy"}) {
      File root = new File(module, "src/main/" + language);
      if (root.isDirectory()) roots.add(root);
    }
  }
}
