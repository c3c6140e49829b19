package dev.ken.verify;

import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Occurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What `ntop` writes of the same address is the same to who reads it: with the family that it has or without,
/// and of a socket of IPv4 the address itself or as IPv6 writes it (`::ffff:10.0.0.1`), which tracepoints tell
/// beside each other.
final class SameAddresses {
    private static final String WRITTEN = "ntop";
    private static final String MAPPED = "_v6";
    private static final int IPV4 = 2;
    private static final int IPV6 = 10;
    private static final int BYTES_OF_IPV4 = 4;
    private static final int BYTES_OF_IPV6 = 16;

    private SameAddresses() {}

    static List<Term> facts(Terms terms, List<Occurrence> occurrences, List<Term> about) {
        List<Term> facts = new ArrayList<>();
        List<Term.Apply> written = TextArguments.calls(about, WRITTEN).stream()
                .map(Term.Apply.class::cast)
                .toList();
        for (Term.Apply one : written) {
            withoutFamily(terms, one).ifPresent(facts::add);
            for (Term.Apply other : written) {
                mapped(terms, occurrences, one, other).ifPresent(facts::add);
            }
        }
        return facts;
    }

    private static Optional<Term> withoutFamily(Terms terms, Term.Apply written) {
        List<Term> all = written.arguments();
        int bytes = all.size() - 1;
        boolean familiar = bytes == 1 || bytes == BYTES_OF_IPV4 || bytes == BYTES_OF_IPV6;
        if (!familiar) {
            return Optional.empty();
        }
        Term family = all.getFirst();
        Term plain = terms.call(WRITTEN, written.sort(), all.subList(1, all.size()));
        Term has = terms.equal(family, terms.number(bytes == BYTES_OF_IPV6 ? IPV6 : IPV4, family.width()));
        return Optional.of(terms.implies(has, terms.equal(written, plain)));
    }

    /// Where a tracepoint tells one address in two fields, as `daddr` and `daddr_v6`.
    private static Optional<Term> mapped(Terms terms, List<Occurrence> occurrences, Term.Apply one, Term.Apply other) {
        Optional<String> field = field(one, "", BYTES_OF_IPV4);
        if (field.isEmpty() || !field.equals(field(other, MAPPED, BYTES_OF_IPV6))) {
            return Optional.empty();
        }
        return occurrences.stream()
                .filter(occurrence -> field.get().startsWith(occurrence.prefix() + "."))
                .findFirst()
                .map(occurrence -> terms.implies(
                        terms.equal(
                                occurrence.attribute(terms, "family", Sort.bits(Long.SIZE)),
                                terms.number(IPV4, Long.SIZE)),
                        terms.equal(one, other)));
    }

    /// The field whose bytes are written, without its ending.
    private static Optional<String> field(Term.Apply written, String ending, int bytes) {
        if (written.arguments().size() != bytes
                || !(written.arguments().getFirst() instanceof Term.Symbol first)
                || !first.name().endsWith(ending + "0")) {
            return Optional.empty();
        }
        String whole = first.name().substring(0, first.name().length() - 1);
        boolean all = IntStream.range(0, bytes)
                .allMatch(at -> written.arguments().get(at) instanceof Term.Symbol symbol
                        && symbol.name().equals(whole + at));
        return all ? Optional.of(whole.substring(0, whole.length() - ending.length())) : Optional.empty();
    }
}
