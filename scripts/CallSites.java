import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Writes out what a JVM makes anew at every start and keeps in no AOT cache: the choice of a `switch` over types
/// (`SwitchBootstraps.typeSwitch`), and `equals` and `hashCode` of records (`ObjectMethods.bootstrap`). They become
/// static methods of the class with the same results, hash codes included. Run by the launcher `ken` after a build:
/// `java scripts/CallSites.java JAR`.
final class CallSites {
    private static final String FOLDER = "/dev/ken";
    private static final int HASH_FACTOR = 31;
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

    private CallSites() {}

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                FileSystem inside = FileSystems.newFileSystem(jar);
                Stream<Path> all = Files.walk(inside.getPath(FOLDER))) {
            ClassFile file = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                    ClassHierarchyResolver.ofResourceParsing(classes).orElse(ClassHierarchyResolver.defaultResolver())));
            List<Path> paths =
                    all.filter(path -> path.toString().endsWith(".class")).toList();
            for (Path path : paths) {
                byte[] old = Files.readAllBytes(path);
                ClassModel model = file.parse(old);
                byte[] written = file.transformClass(model, ClassTransform.ofStateful(() -> new Writing(model)));
                Files.write(path, written);
            }
        }
    }

    /// One class: its methods call what is added at its end.
    private static final class Writing implements ClassTransform {
        private final ClassDesc self;
        private final boolean isInterface;
        private final List<Consumer<ClassBuilder>> added = new ArrayList<>();

        Writing(ClassModel model) {
            self = model.thisClass().asSymbol();
            isInterface = model.flags().has(AccessFlag.INTERFACE);
        }

        @Override
        public void accept(ClassBuilder builder, ClassElement element) {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                builder.transformMethod(method, MethodTransform.transformingCode(this::instruction));
            } else {
                builder.with(element);
            }
        }

        @Override
        public void atEnd(ClassBuilder builder) {
            added.forEach(one -> one.accept(builder));
        }

        private void instruction(CodeBuilder code, CodeElement element) {
            if (!(element instanceof InvokeDynamicInstruction call)) {
                code.with(element);
                return;
            }
            List<ConstantDesc> constants = call.bootstrapArgs();
            switch (call.bootstrapMethod().owner().displayName() + "." + call.name().stringValue()) {
                case "SwitchBootstraps.typeSwitch" -> {
                    if (constants.stream().allMatch(ClassDesc.class::isInstance)) {
                        add(code, call, body -> choice(body, constants));
                    } else {
                        code.with(element);
                    }
                }
                case "ObjectMethods.hashCode" -> add(code, call, body -> hash(body, fields(constants)));
                case "ObjectMethods.equals" -> add(code, call, body -> equality(body, fields(constants)));
                default -> code.with(element);
            }
        }

        private void add(CodeBuilder code, InvokeDynamicInstruction call, Consumer<CodeBuilder> body) {
            String name = call.name().stringValue() + "$" + added.size();
            MethodTypeDesc type = call.typeSymbol();
            code.invokestatic(self, name, type, isInterface);
            int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
            added.add(builder -> builder.withMethodBody(name, type, flags, body));
        }

        /// After the class and the names of the components: a handle that gets the field of each.
        private static List<DirectMethodHandleDesc> fields(List<ConstantDesc> constants) {
            return constants.stream()
                    .skip(2)
                    .map(DirectMethodHandleDesc.class::cast)
                    .toList();
        }

        /// The index of the first label, from the second argument on, that the first argument is one of; -1 for null.
        private static void choice(CodeBuilder code, List<ConstantDesc> labels) {
            Label there = code.newLabel();
            code.aload(0).ifnonnull(there).iconst_m1().ireturn().labelBinding(there);
            IntStream.range(0, labels.size()).forEach(index -> {
                Label next = code.newLabel();
                code.iload(1).loadConstant(index).if_icmpgt(next);
                code.aload(0).instanceOf((ClassDesc) labels.get(index)).ifeq(next);
                code.loadConstant(index).ireturn().labelBinding(next);
            });
            code.loadConstant(labels.size()).ireturn();
        }

        private void hash(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
            code.iconst_0();
            for (DirectMethodHandleDesc field : fields) {
                code.loadConstant(HASH_FACTOR).imul();
                get(code, 0, field);
                ClassDesc type = typeOf(field);
                ClassDesc owner = type.isPrimitive() ? boxOf(type) : OBJECTS;
                ClassDesc taken = type.isPrimitive() ? type : ConstantDescs.CD_Object;
                code.invokestatic(owner, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, taken));
                code.iadd();
            }
            code.ireturn();
        }

        private void equality(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
            Label other = code.newLabel();
            Label differs = code.newLabel();
            code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other);
            code.aload(1).instanceOf(self).ifeq(differs);
            code.aload(1).checkcast(self).astore(2);
            for (DirectMethodHandleDesc field : fields) {
                get(code, 0, field);
                get(code, 2, field);
                ClassDesc type = typeOf(field);
                if (type.isPrimitive()) {
                    code.invokestatic(
                            boxOf(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type));
                    code.ifne(differs);
                } else {
                    code.invokestatic(
                            OBJECTS,
                            "equals",
                            MethodTypeDesc.of(
                                    ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object));
                    code.ifeq(differs);
                }
            }
            code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
        }

        private void get(CodeBuilder code, int slot, DirectMethodHandleDesc field) {
            code.aload(slot).getfield(self, field.methodName(), typeOf(field));
        }

        private static ClassDesc typeOf(DirectMethodHandleDesc field) {
            return field.invocationType().returnType();
        }

        private static ClassDesc boxOf(ClassDesc primitive) {
            return switch (TypeKind.from(primitive)) {
                case BOOLEAN -> ConstantDescs.CD_Boolean;
                case BYTE -> ConstantDescs.CD_Byte;
                case CHAR -> ConstantDescs.CD_Character;
                case SHORT -> ConstantDescs.CD_Short;
                case INT -> ConstantDescs.CD_Integer;
                case LONG -> ConstantDescs.CD_Long;
                case FLOAT -> ConstantDescs.CD_Float;
                case DOUBLE -> ConstantDescs.CD_Double;
                case REFERENCE, VOID -> throw new IllegalArgumentException(primitive.displayName());
            };
        }
    }
}
