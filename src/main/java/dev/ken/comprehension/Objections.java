package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.corpus.Wording;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is understood of the words of a request, whether all of it is understood or not, set against an intent that
/// somebody else read out of it.
record Objections(Catalog catalog, KernelModel kernel, Lexicon lexicon, Kinds kinds) {

    /// What the request says and the intent does not, as sentences; the same accounts as of the reader's own intents.
    /// Words by which a part of the intent is called for are none of them, whatever events they name besides.
    List<String> of(String said, Intent intent) {
        List<String> sentences = new ArrayList<>();
        lost(said, intent).forEach(word -> sentences.add("nothing is made of “" + word + "”"));
        Numbers.lost(requested(said), intent).ifPresent(_ -> sentences.add("a number of the request has no place"));
        new Reach(catalog)
                .asked(requested(said), intent)
                .ifPresent(
                        _ -> sentences.add("it may all be asked of the same processes, or only what is asked first"));
        new SecondOpinion(catalog, said)
                .doubted(intent)
                .ifPresent(doubted -> sentences.add("such words usually ask for something else: " + doubted));
        return sentences;
    }

    private String requested(String said) {
        return new UserFunctions(kernel, lexicon).named(said);
    }

    /// The words that nothing is made of.
    List<String> lost(String said, Intent intent) {
        String request = requested(said);
        Spelled spelled = spelled();
        List<Token> words = spelled.words(Spelled.tokens(request, spelled.lexicon()), new ArrayList<>());
        Set<String> lost = new LinkedHashSet<>(Losses.of(request, intent, spelled.lexicon()));
        lost.addAll(new Ledger(intent, catalog, kinds).lost(words, spelled.lexicon(), spelled::scanned));
        Set<String> calling = Telling.words(intent);
        return lost.stream()
                .filter(word -> !calling.containsAll(Wording.stems(word)))
                .toList();
    }

    /// The words of a request that only tell why it is asked, as the reader passes them over.
    Set<String> asides(String said) {
        Spelled spelled = spelled();
        List<List<Token>> sentences =
                Openings.parted(spelled.words(Spelled.tokens(said, spelled.lexicon()), new ArrayList<>()));
        Set<String> asides = new LinkedHashSet<>();
        Set<String> asked = new LinkedHashSet<>();
        for (List<Token> whole : sentences) {
            List<Token> rest = Background.without(whole);
            boolean remark =
                    sentences.size() > 1 && (Background.isRemark(rest) || Background.is(rest, spelled.scanned(rest)));
            whole.forEach(token -> asides.add(token.text()));
            rest.stream().filter(_ -> !remark).forEach(token -> asked.add(token.text()));
        }
        asides.removeAll(asked);
        return asides;
    }

    /// The kinds that words of it name, each with how many words do that name no other kind better.
    Map<String, Integer> named(String said) {
        Spelled spelled = spelled();
        List<Token> words = spelled.words(Spelled.tokens(said, spelled.lexicon()), new ArrayList<>());
        Map<String, Integer> found = new LinkedHashMap<>();
        for (List<Token> sentence : Openings.parted(words)) {
            for (Events.Mention mention : Events.mentioned(spelled.scanned(sentence), catalog, kinds)) {
                for (int i = 0; i < mention.kinds().size(); i++) {
                    int count = i < mention.equals() ? mention.words().size() : 0;
                    found.merge(mention.kinds().get(i).split(" where ", 2)[0], count, Math::max);
                }
            }
        }
        return found;
    }

    /// Exact names are learnt for one request.
    private Spelled spelled() {
        Lexicon own = lexicon.copy();
        return new Spelled(own, new ExactNames(catalog, kernel, own));
    }
}
