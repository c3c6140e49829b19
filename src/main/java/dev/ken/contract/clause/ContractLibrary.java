package dev.ken.contract.clause;

import dev.ken.contract.clause.Contract.Kind;
import dev.ken.contract.clause.Contract.Subject;
import dev.ken.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The contracts that are shipped: KernelCompDataset. Read once; a shipped file that cannot be read is a bug.
public final class ContractLibrary {
    private static final int MOST_BYTES = 4 << 20;

    private final SortedMap<String, Contract> contracts;

    private ContractLibrary(SortedMap<String, Contract> contracts) {
        this.contracts = Collections.unmodifiableSortedMap(contracts);
    }

    /// Made when it is first needed.
    private static final class Shipped {
        static final ContractLibrary LIBRARY = read();
    }

    public static ContractLibrary shipped() {
        return Shipped.LIBRARY;
    }

    /// The contract of that thing.
    public Optional<Contract> find(Kind kind, String name) {
        return Optional.ofNullable(contracts.get(new Subject(kind, name).toString()));
    }

    /// The shipped contract of one thing, for those who need no other: only its own text is parsed.
    public static Optional<Contract> one(Kind kind, String name) {
        return Texts.PARSED.computeIfAbsent(new Subject(kind, name), ContractLibrary::parsed);
    }

    private static Optional<Contract> parsed(Subject subject) {
        String head = "contract " + subject + "\n";
        boolean ownFiles = subject.kind() == Kind.SYSCALL || subject.kind() == Kind.FUNCTION;
        for (String name : text("index").lines().toList()) {
            if (ownFiles && !name.startsWith(subject.kind().word())) {
                continue;
            }
            String text = Texts.READ.computeIfAbsent(name, ContractLibrary::text);
            int from = text.startsWith(head) ? 0 : text.indexOf("\n" + head) + 1;
            if (from > 0 || text.startsWith(head)) {
                int to = text.indexOf("\ncontract ", from);
                String own = text.substring(from, to < 0 ? text.length() : to + 1);
                return ContractParser.parse(new Source(name, own)).contracts().stream()
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    /// What was asked for one by one.
    private static final class Texts {
        static final ConcurrentMap<String, String> READ = new ConcurrentHashMap<>();
        static final ConcurrentMap<Subject, Optional<Contract>> PARSED = new ConcurrentHashMap<>();
    }

    /// All, by kind and name.
    public List<Contract> all() {
        return List.copyOf(contracts.values());
    }

    /// The names of the files that are shipped, as `contract/library/index` lists them.
    public static List<Source> sources() {
        return text("index").lines().map(name -> new Source(name, text(name))).toList();
    }

    private static ContractLibrary read() {
        SortedMap<String, Contract> contracts = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (Source source : sources()) {
            ContractParser.Parsed parsed = ContractParser.parse(source);
            parsed.diagnostics().forEach(diagnostic -> problems.add(diagnostic.render(source)));
            for (Contract contract : parsed.contracts()) {
                if (contracts.put(contract.subject().toString(), contract) != null) {
                    problems.add(source.name() + ": second contract of " + contract.subject());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("\n", problems));
        }
        return new ContractLibrary(contracts);
    }

    private static String text(String name) {
        try (InputStream in = ContractLibrary.class.getResourceAsStream("/dev/ken/contract/library/" + name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
