package dev.ken.ir.run;

import dev.ken.ir.Type;
import dev.ken.kernel.Site;
import java.util.List;

/// One concrete firing of a site, and what can be read there. All reads are total: what the event does not say is 0 or
/// empty.
public interface Event {
    Site site();

    /// An attribute (`tid`, `arg1`), of this type.
    Value attribute(String name, Type type);

    /// The result of a function that is known by name only.
    Value apply(String function, List<Value> arguments, Type type);

    /// The text at an address of the current process.
    Value.Text userText(long address);
}
