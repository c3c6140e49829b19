package dev.ken.contract.clause;

import dev.ken.contract.clause.Signature.Sort;
import dev.ken.contract.clause.Signature.Value;

/// The types of x86-64 that declarations use by name (include/linux/types.h, include/uapi/linux/types.h).
final class CTypes {
    private CTypes() {}

    /// Structures, and what is not known, are of the sort [Sort#OTHER].
    static Value value(String type) {
        String bare = type.replaceAll("\\b(const|volatile|__user)\\b", "")
                .replaceAll("\\s+", " ")
                .strip();
        if (bare.endsWith("*")) {
            return new Value(type, Sort.POINTER, 64, false);
        }
        return switch (bare) {
            case "bool", "_Bool" -> new Value(type, Sort.BOOL, 8, false);
            case "char", "s8", "__s8", "signed char" -> number(type, 8, true);
            case "u8", "__u8", "unsigned char" -> number(type, 8, false);
            case "short", "s16", "__s16" -> number(type, 16, true);
            case "u16", "__u16", "unsigned short", "umode_t", "__be16", "sa_family_t" -> number(type, 16, false);
            case "int",
                    "s32",
                    "__s32",
                    "pid_t",
                    "clockid_t",
                    "timer_t",
                    "key_t",
                    "mqd_t",
                    "key_serial_t",
                    "rwf_t",
                    "__kernel_timer_t" -> number(type, 32, true);
            case "u32", "__u32", "unsigned int", "unsigned", "uid_t", "gid_t", "qid_t", "__be32", "__wsum" ->
                number(type, 32, false);
            case "long", "long int", "s64", "__s64", "ssize_t", "loff_t", "off_t", "long long" ->
                number(type, 64, true);
            case "u64",
                    "__u64",
                    "unsigned long",
                    "long unsigned int",
                    "size_t",
                    "__be64",
                    "aio_context_t",
                    "unsigned long long",
                    "dma_addr_t",
                    "phys_addr_t",
                    "sector_t" -> number(type, 64, false);
            default -> bare.startsWith("enum ") ? number(type, 32, false) : new Value(type, Sort.OTHER, 64, false);
        };
    }

    private static Value number(String type, int bits, boolean signed) {
        return new Value(type, Sort.INTEGER, bits, signed);
    }
}
