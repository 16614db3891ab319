package dev.fazt.host.plugin;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds and replaces the calls with which a plugin's code would end the whole process: {@code System.exit}, {@code Runtime.exit} and
 * {@code Runtime.halt} throw instead. A library made for the command line often has such a call, so a jar is not refused for it.
 */
final class EndingCalls {
    private static final Map<String, Set<String>> CALLS =
            Map.of("java/lang/System", Set.of("exit"), "java/lang/Runtime", Set.of("exit", "halt"));
    private static final ClassDesc EXCEPTION = ClassDesc.of("java.lang.IllegalStateException");
    private static final String MESSAGE = "a plugin can not end the server: its call was refused";

    /** Take what the call that they replace takes. */
    private static final String REFUSAL = "fazt$refused";

    private static final MethodTypeDesc OF_SYSTEM = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc OF_RUNTIME =
            MethodTypeDesc.of(ConstantDescs.CD_void, ClassDesc.of("java.lang.Runtime"), ConstantDescs.CD_int);

    private final ClassDesc self;
    private final boolean isInterface;

    private EndingCalls(ClassDesc self, boolean isInterface) {
        this.self = self;
        this.isInterface = isInterface;
    }

    /**
     * Tells whether a class has such a call.
     *
     * @throws PluginRejected if it is no class file
     */
    static boolean in(byte[] classFile) {
        // A look at the bytes spares almost all classes the parsing.
        String text = new String(classFile, StandardCharsets.ISO_8859_1);
        if (CALLS.keySet().stream().noneMatch(text::contains)) {
            return false;
        }
        try {
            for (PoolEntry entry : ClassFile.of().parse(classFile).constantPool()) {
                if (entry instanceof MethodRefEntry method && isEnding(method.owner(), method.name().stringValue())) {
                    return true;
                }
            }
            return false;
        } catch (RuntimeException e) {
            throw new PluginRejected("one of its classes is damaged: " + e.getMessage(), e);
        }
    }

    private static boolean isEnding(ClassEntry owner, String method) {
        return CALLS.getOrDefault(owner.asInternalName(), Set.of()).contains(method);
    }

    /**
     * Returns the class with each such call replaced by one of a method that throws, in a reference to a method as well.
     *
     * @param hierarchy knows the classes that the class refers to
     */
    static byte[] replaced(byte[] classFile, ClassHierarchyResolver hierarchy) {
        ClassFile java = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
        ClassModel model = java.parse(classFile);
        EndingCalls calls = new EndingCalls(model.thisClass().asSymbol(), model.flags().has(AccessFlag.INTERFACE));
        return java.transformClass(
                model,
                ClassTransform.transformingMethodBodies(calls::replace).andThen(ClassTransform.endHandler(calls::addRefusals)));
    }

    private void replace(CodeBuilder code, CodeElement element) {
        switch (element) {
            case InvokeInstruction call when isEnding(call.owner(), call.name().stringValue()) ->
                code.invokestatic(self, REFUSAL, call.opcode() == Opcode.INVOKESTATIC ? OF_SYSTEM : OF_RUNTIME, isInterface);
            case InvokeDynamicInstruction call when call.bootstrapArgs().stream().anyMatch(EndingCalls::isEnding) ->
                code.invokedynamic(DynamicCallSiteDesc.of(
                        call.bootstrapMethod(),
                        call.name().stringValue(),
                        call.typeSymbol(),
                        call.bootstrapArgs().stream().map(this::harmless).toArray(ConstantDesc[]::new)));
            default -> code.with(element);
        }
    }

    private static boolean isEnding(ConstantDesc argument) {
        return argument instanceof DirectMethodHandleDesc handle
                && CALLS.getOrDefault(internalName(handle.owner()), Set.of()).contains(handle.methodName());
    }

    private static String internalName(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1);
    }

    private ConstantDesc harmless(ConstantDesc argument) {
        if (!isEnding(argument)) {
            return argument;
        }
        boolean ofSystem = ((DirectMethodHandleDesc) argument).kind() == DirectMethodHandleDesc.Kind.STATIC;
        return MethodHandleDesc.ofMethod(
                isInterface ? DirectMethodHandleDesc.Kind.INTERFACE_STATIC : DirectMethodHandleDesc.Kind.STATIC,
                self,
                REFUSAL,
                ofSystem ? OF_SYSTEM : OF_RUNTIME);
    }

    private void addRefusals(ClassBuilder type) {
        for (MethodTypeDesc shape : List.of(OF_SYSTEM, OF_RUNTIME)) {
            int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
            type.withMethodBody(REFUSAL, shape, flags, code -> code.new_(EXCEPTION)
                    .dup()
                    .loadConstant(MESSAGE)
                    .invokespecial(EXCEPTION, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String))
                    .athrow());
        }
    }
}
