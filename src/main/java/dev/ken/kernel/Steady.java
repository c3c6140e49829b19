package dev.ken.kernel;

import java.util.Set;
import java.util.regex.Pattern;

/// Members of kernel structures that say which thing something is, and not how it is at the moment: of which file an
/// open file is, the name and the number of that file, its file system. They do not change while a function reads or
/// writes that file; one that opens, creates, renames or deletes it changes just these.
public final class Steady {
    /// The attribute of an occurrence that stands for what such members hold.
    public static final String MEMORY = "memory.steady";

    /// All other kernel memory.
    public static final String MOMENTARY = "memory";

    private static final Set<String> MEMBERS = Set.of(
            "ki_filp",
            "f_path.dentry",
            "f_path.mnt",
            "f_inode",
            "d_name.name",
            "d_inode",
            "d_parent",
            "d_sb",
            "i_ino",
            "i_sb",
            "i_rdev",
            "s_id",
            "s_dev",
            "s_type");

    /// Functions at work on a file that is open before and after, by what the kernel calls them.
    private static final Pattern AT_WORK = Pattern.compile(
            "(?:\\w+_)?(?:read|write|readv|writev|read_iter|write_iter|iter_read|iter_write|fsync|fsync_range|sync_file|llseek"
                    + "|fallocate|getattr|iterate_dir)");

    private Steady() {}

    /// Whether such members hold the same at the entry of a function and where it returns.
    public static boolean within(String function) {
        return AT_WORK.matcher(function).matches();
    }

    /// The attribute that a member is read from; `path` names it and, with points between, the structures in it that
    /// it lies in.
    public static String attribute(String path) {
        return MEMBERS.contains(path) ? MEMORY : MOMENTARY;
    }
}
