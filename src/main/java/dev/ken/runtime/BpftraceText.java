package dev.ken.runtime;

import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.nio.charset.StandardCharsets;

/// Repairs of the JSON that bpftrace prints.
final class BpftraceText {
    private static final String BROKEN = "uffffff";

    private BpftraceText() {}

    /// bpftrace writes bytes from 128 up as `\\uffffffXX` (a sign-extended char). Given a line with one char per
    /// byte, puts the byte back and reads the whole as UTF-8; what is not UTF-8 becomes U+FFFD.
    static String decoded(String bytes) {
        StringBuilder out = new StringBuilder(bytes.length());
        int i = 0;
        while (i < bytes.length()) {
            char c = bytes.charAt(i);
            if (c != '\\' || i + 1 >= bytes.length()) {
                out.append(c);
                i++;
            } else if (bytes.startsWith(BROKEN, i + 1) && isHex(bytes, i + 8) && isHex(bytes, i + 9)) {
                out.append((char) Integer.parseInt(bytes.substring(i + 8, i + 10), 16));
                i += 10;
            } else {
                out.append(c).append(bytes.charAt(i + 1));
                i += 2;
            }
        }
        return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /// A key that was escaped twice, after one reading; as it is where it does not look so.
    static String unescapedAgain(String key) {
        if (key.indexOf('\\') < 0) {
            return key;
        }
        String bytes = new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return JsonReader.read("\"" + decoded(bytes) + "\"")
                .json()
                .flatMap(Json::asText)
                .orElse(key);
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
    }
}
