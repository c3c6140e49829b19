package tools.aqua.turnkey.support;

import dev.ken.logic.z3.NativeZ3;
import java.io.InputStream;
import java.util.function.Function;

/// The hook by which Z3's Java classes ask for their shared libraries. It stands in for the class of the same name in
/// `turnkey-support`, which unpacks 34 MB into a temporary folder at every start and which the build leaves out.
public final class TurnKey {
    private TurnKey() {}

    /// Called by the initializer of `com.microsoft.z3.Native`; both arguments say what [NativeZ3] knows itself.
    public static void load(String base, Function<String, InputStream> resources) {
        NativeZ3.load();
    }
}
