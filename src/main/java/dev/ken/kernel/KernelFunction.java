package dev.ken.kernel;

import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;

/// A function of a kernel as its BTF tells it.
///
/// @param module `vmlinux`, or the module that has it
/// @param btf    where the ids of the prototype belong to
/// @param id     of the [BtfType.Function]
/// @param kfunc  whether BPF programs may call it by name
public record KernelFunction(String name, String module, Btf btf, int id, Traceable traceable, boolean kfunc) {
    public BtfType.Prototype prototype() {
        return (BtfType.Prototype) btf.type(((BtfType.Function) btf.type(id)).prototype());
    }

    /// As C writes it: `ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos)`.
    public String cText() {
        return btf.cText(id);
    }
}
