package dev.ken.bpf;

import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.Map;
import java.util.Optional;

/// Helpers that change the system instead of watching it; programs with them are refused.
public final class Effects {
    private static final Map<Integer, String> HELPERS = Map.of(
            36, "bpf_probe_write_user",
            58, "bpf_override_return",
            109, "bpf_send_signal",
            117, "bpf_send_signal_thread");

    private Effects() {}

    /// The first call of such a helper.
    public static Optional<Diagnostic> of(BpfObject object, Source source) {
        Places places = new Places(source);
        for (BpfObject.Code code : object.codes().values()) {
            for (int slot = 0; slot < code.instructions().size(); slot++) {
                if (code.instructions().get(slot) instanceof Instruction.CallHelper(int number)
                        && HELPERS.containsKey(number)) {
                    return Optional.of(Diagnostic.error(
                            "unsafe-function",
                            HELPERS.get(number) + "() changes the system; programs may only watch it",
                            places.of(code, slot)));
                }
            }
        }
        return Optional.empty();
    }
}
