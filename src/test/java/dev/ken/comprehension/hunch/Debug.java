package dev.ken.comprehension.hunch;
import dev.ken.contract.*; import dev.ken.kernel.catalog.*; import java.util.*;
public class Debug { public static void show(String r, Catalog c, Hearing h0, Weights w, Map<String,Integer> n) {
  Hearing h = h0.knowing(w.words());
  Scored s = new Scored(w, new KindFacts(c), h, r); System.out.println(r + "\n  " + s.heard().words());
  Hunches hs = new Hunches(c, h, w, n);
  for (String k : Hunches.best(s.classes("kind"), 3, 0)) System.out.print("  " + k + String.format(" %.2f", s.classes("kind").get(k)));
  for (String k : Hunches.best(s.classes("measure"), 3, 0)) System.out.print("  " + k + String.format(" %.2f", s.classes("measure").get(k)));
  System.out.println();
  for (String k : Hunches.best(s.classes("kind"), 1, 0)) for (String m : Hunches.best(s.classes("measure"), 1, 0)) {
    Slots x = hs.decided(s, k, m); System.out.println("  " + x + " " + s.nats(x));
    for (Mention y : s.heard().mentions()) { System.out.print("  " + y.text() + ":"); s.roles(y, k, x.event()).entrySet().stream().sorted((a, b) -> Double.compare(b.getValue(), a.getValue())).limit(4).forEach(e -> System.out.printf(" %s %.2f", e.getKey(), e.getValue())); System.out.println(); }
    for (String j : List.of("key", "column", "of")) { System.out.print("  " + j + ":"); hs.facts().of(x.event()).values().stream().sorted((a, b) -> Double.compare(s.job(j, b), s.job(j, a))).limit(4).forEach(f -> System.out.printf(" %s %.2f", f.name(), s.job(j, f))); System.out.println(); }
    System.out.print("  closed:"); w.closed().stream().sorted((a, b) -> Double.compare(s.flag(Cues.CLOSED + b), s.flag(Cues.CLOSED + a))).limit(4).forEach(f -> System.out.printf(" %s %.2f", f, s.flag(Cues.CLOSED + f))); System.out.println();
    var i = new Building(x, s.heard(), hs.facts().of(x.event()), n).intent(); System.out.println("  " + i.map(IntentText::print) + "\n  " + i.map(y -> IntentCheck.of(y, c)));
  } } }
