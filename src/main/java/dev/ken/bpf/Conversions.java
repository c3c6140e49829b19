package dev.ken.bpf;

import dev.ken.ir.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the form of a line that `bpf_printk` prints takes its arguments for. Source followed: `bpf_bprintf_prepare` in
/// `kernel/bpf/helpers.c` of Linux.
record Conversions(List<Conversion> all) {
    private static final Pattern ONE =
            Pattern.compile("%(?:%|[0+ -]*\\d*(?:(s|c)|(p)(?:[ku]s|[iI][46])?|(ll?)?([diuxX])))");

    private static final int ADDRESS = -1;

    /// `bits` are those that are shown; 0 for a text, and below 0 for an internet address that lies at the argument.
    record Conversion(int bits, boolean signed) {
        boolean isText() {
            return bits == 0;
        }

        boolean isAddress() {
            return bits < 0;
        }

        /// The number that is shown of a value. One that has no more bits is shown as it is, whatever is said of its
        /// sign.
        Expr shown(Expr value) {
            Expr low = Scalars.narrow(value, bits, false);
            return low.equals(value) ? value : Scalars.narrow(value, bits, signed);
        }
    }

    Conversions {
        all = List.copyOf(all);
    }

    /// Empty where the kernel prints nothing at all, since it does not know a conversion.
    static Optional<Conversions> of(String form) {
        List<Conversion> all = new ArrayList<>();
        Matcher one = ONE.matcher(form);
        for (int at = form.indexOf('%'); at >= 0; at = form.indexOf('%', one.end())) {
            if (!one.find(at) || one.start() != at) {
                return Optional.empty();
            }
            conversion(one).ifPresent(all::add);
        }
        return Optional.of(new Conversions(all));
    }

    private static Optional<Conversion> conversion(Matcher one) {
        if (one.group(1) != null) {
            return Optional.of(new Conversion(one.group(1).equals("s") ? 0 : 8, false));
        }
        if (one.group(2) != null) {
            boolean address = one.group().matches(".*[46]");
            return Optional.of(new Conversion(address ? ADDRESS : one.group().endsWith("s") ? 0 : 64, false));
        }
        return one.group(4) == null
                ? Optional.empty()
                : Optional.of(new Conversion(one.group(3) == null ? 32 : 64, "di".contains(one.group(4))));
    }
}
