package dev.ken.kernel.bpf;

import dev.ken.kernel.KernelFunction;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A function of the kernel that BPF programs call by name. What the verifier demands of an argument is told by the end
/// of its name and by the argument behind it; that a result has to be released, or may be null, BTF does not tell, and
/// [KfuncRules] knows it of many. Source: Documentation/bpf/kfuncs.rst and `is_kfunc_arg_*` in kernel/bpf/verifier.c.
///
/// @param module `vmlinux`, or the module that has it
/// @param cText  as C writes it
public record Kfunc(String name, String module, String cText, List<Parameter> parameters, Optional<KfuncRules> rules) {
    /// @param cType as C writes it
    public record Parameter(String name, String cType, boolean pointer, Set<Demand> demands) {
        public Parameter {
            EnumSet<Demand> all = EnumSet.noneOf(Demand.class);
            all.addAll(demands);
            demands = Collections.unmodifiableSet(all);
        }
    }

    /// What is demanded of an argument, beyond its type.
    public enum Demand {
        SIZE("__sz", "the size of the memory that the argument before points to"),
        CONSTANT_SIZE("__szk", "the size of the memory that the argument before points to, a constant"),
        CONSTANT("__k", "a constant"),
        UNINITIALISED("__uninit", "memory that the call fills"),
        NULLABLE("__nullable", "may be null"),
        OPTIONAL("__opt", "may be null, whatever the size says"),
        TEXT("__str", "a constant text"),
        IGNORED("__ign", "not looked at by the verifier"),
        ALLOCATED("__alloc", "an object that the program allocated"),
        REFERENCE("__refcounted_kptr", "an object with a count of its users"),
        MAP("__map", "a map"),
        PROGRAM("__prog", "the program itself, which the kernel fills in"),
        IRQ_FLAG("__irq_flag", "a place on the stack that keeps the state of interrupts"),
        ITERATOR("", "an iterator on the stack"),
        MEMORY("", "memory of the size that the next argument says");

        private final String ending;
        private final String says;

        Demand(String ending, String says) {
            this.ending = ending;
            this.says = says;
        }

        /// In English.
        public String says() {
            return says;
        }
    }

    private static final String ITERATOR = "it__iter";

    public Kfunc {
        parameters = List.copyOf(parameters);
    }

    /// What BTF tells of a kfunc.
    public static Kfunc of(KernelFunction function) {
        Btf btf = function.btf();
        List<BtfType.Parameter> told = function.prototype().parameters();
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            BtfType.Parameter parameter = told.get(i);
            EnumSet<Demand> demands = demands(parameter.name());
            boolean pointer = btf.isPointer(parameter.type());
            if (pointer && i + 1 < told.size() && isSize(told.get(i + 1).name())) {
                demands.add(Demand.MEMORY);
            }
            parameters.add(new Parameter(parameter.name(), btf.cText(parameter.type()), pointer, demands));
        }
        return new Kfunc(
                function.name(), function.module(), function.cText(), parameters, KfuncRules.of(function.name()));
    }

    private static EnumSet<Demand> demands(String name) {
        EnumSet<Demand> demands = EnumSet.noneOf(Demand.class);
        for (Demand demand : Demand.values()) {
            if (!demand.ending.isEmpty() && name.endsWith(demand.ending)) {
                demands.add(demand);
            }
        }
        if (name.endsWith("__iter") || name.equals(ITERATOR)) {
            demands.add(Demand.ITERATOR);
        }
        return demands;
    }

    private static boolean isSize(String name) {
        return name.endsWith(Demand.SIZE.ending) || name.endsWith(Demand.CONSTANT_SIZE.ending);
    }
}
