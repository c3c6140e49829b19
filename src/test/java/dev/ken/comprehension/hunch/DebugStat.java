package dev.ken.comprehension.hunch;
import java.util.*;
public class DebugStat { public static void show(List<HunchTraining.Example> all, Hearing h, KindFacts f, Map<String,Integer> n) {
  Map<String,Integer> c = new TreeMap<>(); int k = 0; Map<String,Integer> un = new TreeMap<>();
  for (var e : all) { Heard x = h.heard(e.request()); if (e.intent().isEmpty()) continue; var s = Slots.of(e.intent().get(), x, f, n); if (s.isEmpty()) continue;
    for (int i = 0; i < x.mentions().size(); i++) { Mention m = x.mentions().get(i); String r = s.get().roles().get(i).name(); c.merge(m.sort() + " " + h.knownAs(m) + " " + r, 1, Integer::sum);
      if (m.sort() == Mention.Sort.NAME && h.knownAs(m).equals("program") && r.equals("none") && k++ < 12) System.out.println(e.request() + " # " + m.text() + " # " + dev.ken.contract.IntentText.print(e.intent().get()).replace('\n', '|'));
      if (m.sort() == Mention.Sort.NAME && h.knownAs(m).equals("name") && r.equals("none")) un.merge(m.text().toLowerCase(), 1, Integer::sum); } }
  c.entrySet().stream().filter(e -> e.getValue() > 10).forEach(System.out::println);
  System.out.println(un.entrySet().stream().sorted((p, q) -> q.getValue() - p.getValue()).limit(120).toList());
} }
