package dev.ken.ir;

import java.util.List;
import java.util.Optional;

/// A program. Maps that hold something when observation ends are shown then (bpftrace's habit), after the
/// [dev.ken.kernel.Site.End] procedures ran.
public record Module(List<MapDecl> maps, List<Procedure> procedures, List<String> notModelled) {
    public Module {
        maps = List.copyOf(maps);
        procedures = List.copyOf(procedures);
        notModelled = List.copyOf(notModelled);
    }

    public Optional<MapDecl> map(String name) {
        return maps.stream().filter(map -> map.name().equals(name)).findFirst();
    }
}
