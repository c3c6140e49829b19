package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.BlockDevices;
import java.util.ArrayList;
import java.util.List;

/// Tells which number a block device that a request names has, since that is what the intent holds.
final class DeviceNames {
    private DeviceNames() {}

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
