package spanline.capture;

import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
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
    if (isMadeAtRunTime(name) || isPlatform(name)) return LIBRARY;
    ProtectionDomain domain = type.getProtectionDomain();
    CodeSource code = domain == null ? null : domain.getCodeSource();
    URL location = code == null ? null : code.getLocation();
    if (location == null) return LIBRARY;
    String source = location.toString();
    String folder = name.substring(0, name.lastIndexOf('.') + 1).replace('.', '/');
    return isUser(source, folder, name) ? new UserCode(true, folder, source) : LIBRARY;
  }

  private static boolean isMadeAtRunTime(String name) {
    return name.contains("$$") || name.contains("$Proxy");
  }

  private static boolean isPlatform(String name) {
    return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("io.opentelemetry.");
  }

  private static boolean isUser(String source, String folder, String name) {
    SourceTree tree = SourceTree.around(source);
    int inner = source.lastIndexOf("-INF/");
    boolean isBuilt =
        source.startsWith("file:") && source.endsWith("/")
            || inner >= 0 && source.startsWith("classes", inner + 5);
    // A jar that was built in a source tree may hold libraries as well, each in packages of its own.
    boolean isWritten = isBuilt || !folder.isEmpty() && tree.hasPackage(folder);
    // A generated client calls for somebody.
    return isWritten && !tree.hasGenerated(folder + fileOf(name));
  }

  /** Of `com.acme.Shop$Till`: `Shop.java`. */
  private static String fileOf(String name) {
    String type = name.substring(name.lastIndexOf('.') + 1);
    int nested = type.indexOf('$', 1);
    return (nested < 0 ? type : type.substring(0, nested)) + ".java";
  }
}
