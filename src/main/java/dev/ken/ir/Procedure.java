package dev.ken.ir;

import dev.ken.kernel.Site;
import java.util.List;

/// What a program does at one occurrence of a site. It runs when `guard` holds of the occurrence (`nr = 257`);
/// block 0 is the entry. Procedures of one module on one site run in module order.
public record Procedure(String name, Site site, Expr guard, List<Block> blocks) {
    public Procedure {
        blocks = List.copyOf(blocks);
    }
}
