import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Gives classes of a jar that were compiled for Java 5, which are those of picocli, stack maps and a newer version. A
/// JVM verifies classes without stack maps anew at every start, and keeps none of them, nor what is derived from them,
/// in its AOT cache. Run by the launcher `ken` after a build: `java scripts/StackMaps.java JAR`.
final class StackMaps {
    private static final int FIRST_WITH_STACK_MAPS = 50;
    private static final int NEW_VERSION = 52;
    private static final String FOLDER = "/picocli";

    private StackMaps() {}

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                FileSystem inside = FileSystems.newFileSystem(jar);
                Stream<Path> all = Files.walk(inside.getPath(FOLDER))) {
            ClassFile file = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ConstantPoolSharingOption.NEW_POOL,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)
                            .orElse(ClassHierarchyResolver.defaultResolver())));
            ClassTransform renewal = ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
                    .andThen(ClassTransform.endHandler(one -> one.withVersion(NEW_VERSION, 0)));
            List<Path> paths = all.filter(path -> path.toString().endsWith(".class")).toList();
            for (Path path : paths) {
                ClassModel old = file.parse(Files.readAllBytes(path));
                if (old.majorVersion() < FIRST_WITH_STACK_MAPS) {
                    Files.write(path, file.transformClass(old, renewal));
                }
            }
        }
    }
}
