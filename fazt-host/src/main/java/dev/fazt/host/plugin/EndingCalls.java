package dev.fazt.host.plugin;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
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

    private EndingCalls() {}

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
        } catch (IllegalArgumentException e) {
            throw new PluginRejected("one of its classes is damaged: " + e.getMessage(), e);
        }
    }

    private static boolean isEnding(ClassEntry owner, String method) {
        return CALLS.getOrDefault(owner.asInternalName(), Set.of()).contains(method);
    }

    /** Returns the class with each such call replaced by an exception. */
    static byte[] replaced(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        return ClassFile.of().transformClass(model, ClassTransform.transformingMethodBodies(EndingCalls::replace));
    }

    private static void replace(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeInstruction call && isEnding(call.owner(), call.name().stringValue())) {
            code.pop(); // the exit code
            if (call.opcode() != Opcode.INVOKESTATIC) {
                code.pop(); // the Runtime
            }
            code.new_(EXCEPTION)
                    .dup()
                    .loadConstant(MESSAGE)
                    .invokespecial(EXCEPTION, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String))
                    .athrow();
        } else {
            code.with(element);
        }
    }
}
