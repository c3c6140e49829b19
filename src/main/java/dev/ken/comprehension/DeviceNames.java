package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.BlockDevices;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells which number a block device that a request names has, since that is what the intent holds.
final class DeviceNames {
    private DeviceNames() {}

    /// The intent with its block devices by the names that the request has.
    static Intent named(String request, Intent intent, BlockDevices devices) {
        String text = IntentText.print(intent);
        for (Token token : Tokenizer.tokens(request)) {
            Optional<Long> number = token.kind() == Kind.WORD ? devices.number(token.text()) : Optional.empty();
            if (number.isPresent()) {
                text = text.replace("device = " + number.get(), "device is \"" + token.text() + "\"");
            }
        }
        return IntentText.parse(new Source("named", text)).intent().orElse(intent);
    }

    static Reading told(String request, Intent intent, BlockDevices devices) {
        String text = IntentText.print(intent);
        List<String> assumptions = new ArrayList<>(intent.assumptions());
        for (Token token : Tokenizer.tokens(request)) {
            if (token.kind() == Kind.WORD && Character.isLetter(token.text().charAt(0))) {
                devices.number(token.text())
                        .filter(number -> text.contains(Long.toString(number)))
                        .map(number -> "“" + token.text() + "” is the device " + BlockDevices.written(number) + ".")
                        .filter(told -> !assumptions.contains(told))
                        .ifPresent(assumptions::add);
            }
        }
        return new Reading.Understood(new Intent(intent.parts(), intent.durationNanos(), assumptions));
    }
}
