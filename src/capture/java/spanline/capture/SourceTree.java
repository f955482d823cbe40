package spanline.capture;

import java.io.File;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sources that lie around a class directory or jar; none where it is not where it was built. */
final class SourceTree {
  private static final SourceTree NONE = new SourceTree(Collections.emptyList(), Collections.emptyList());

  private static final Map<File, SourceTree> TREES = new ConcurrentHashMap<>();

  /** How far above its classes a module's build file may lie: `build/classes/java/main/`, `target/quarkus-app/app/`. */
  private static final int MAX_LEVELS = 5;

  /** `build/generated/source/proto/main/grpc/` */
  private static final int MAX_GENERATED_DEPTH = 4;

  private static final String[] BUILD_FILES = {"pom.xml", "build.gradle", "build.gradle.kts", "build.sbt"};
  private static final String[] LANGUAGES = {"java", "kotlin", "scala", "groovy"};

  /** Directories of sources, of this module and of those beside it. */
  private final List<File> roots;

  /** Directories that may hold sources which a tool has written. */
  private final List<File> generated;

  private SourceTree(List<File> roots, List<File> generated) {
    this.roots = roots;
    this.generated = generated;
  }

  /** Of a code source: `file:/a/`, `jar:file:/a/b.jar!/…`, `jar:nested:/a/b.jar/!BOOT-INF/lib/…`. */
  static SourceTree around(String source) {
    File place = placeOf(source);
    return place == null ? NONE : TREES.computeIfAbsent(place, SourceTree::find);
  }

  boolean hasPackage(String folder) {
    for (File root : roots) {
      File[] files = new File(root, folder).listFiles(File::isFile);
      if (files != null && files.length > 0) return true;
    }
    return false;
  }

  boolean hasGenerated(String file) {
    for (File root : generated) {
      if (new File(root, file).isFile()) return true;
    }
    return false;
  }

  private static SourceTree find(File place) {
    File folder = place.getParentFile();
    for (int level = 0; level < MAX_LEVELS && folder != null; level++) {
      if (isModule(folder)) return new SourceTree(rootsAround(folder), generatedIn(folder));
      folder = folder.getParentFile();
    }
    return NONE;
  }

  private static File placeOf(String source) {
    int start = source.indexOf(":/");
    if (start < 0) return null;
    int jar = source.indexOf(".jar", start);
    try {
      return new File(new URI("file" + (jar < 0 ? source.substring(start) : source.substring(start, jar + 4))));
    } catch (Exception malformed) {
      return null;
    }
  }

  private static boolean isModule(File folder) {
    for (String name : BUILD_FILES) {
      if (new File(folder, name).isFile()) return true;
    }
    return false;
  }

  /** Modules that are built together lie beside one another. */
  private static List<File> rootsAround(File module) {
    List<File> roots = new ArrayList<>();
    addRoots(module, roots);
    File parent = module.getParentFile();
    File[] siblings = parent != null && isBuiltTogether(parent) ? parent.listFiles(File::isDirectory) : null;
    if (siblings != null) {
      for (File sibling : siblings) addRoots(sibling, roots);
    }
    return roots;
  }

  private static boolean isBuiltTogether(File folder) {
    return isModule(folder)
        || new File(folder, "settings.gradle").isFile()
        || new File(folder, "settings.gradle.kts").isFile();
  }

  private static void addRoots(File module, List<File> roots) {
    for (String language : LANGUAGES) {
      File root = new File(module, "src/main/" + language);
      if (root.isDirectory()) roots.add(root);
    }
  }

  private static List<File> generatedIn(File module) {
    List<File> found = new ArrayList<>();
    Deque<File> level = new ArrayDeque<>();
    level.add(new File(module, "target/generated-sources"));
    level.add(new File(module, "build/generated"));
    for (int depth = 0; depth <= MAX_GENERATED_DEPTH; depth++) {
      Deque<File> next = new ArrayDeque<>();
      for (File folder : level) {
        File[] inner = folder.listFiles(File::isDirectory);
        if (inner == null) continue;
        found.add(folder);
        Collections.addAll(next, inner);
      }
      level = next;
    }
    return found;
  }
}
