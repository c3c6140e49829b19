package dev.ken.kernel;

import java.util.*;

public final class Probes {
    private Probes() {}

    public static Optional<ProbeFacts> resolve(String p, KernelModel k) {
        String[] w = p.split(":");
        Map<String, ProbeFacts.SiteField> f = new LinkedHashMap<>();
        FieldType s8 = new FieldType.Integer(8, true);
        FieldType u8 = new FieldType.Integer(8, false);
        if (w[0].equals("interval")) return Optional.of(new ProbeFacts(p, new Site.Interval(Long.parseLong(w[2]) * 1_000_000_000L), List.of(), f));
        if (w[0].equals("profile")) return Optional.of(new ProbeFacts(p, new Site.Sample(Long.parseLong(w[2]), Site.Rate.HERTZ), List.of(), f));
        if (w[1].equals("raw_syscalls")) {
            f.put("id", new ProbeFacts.SiteField("nr", s8));
            if (w[2].equals("sys_exit")) f.put("ret", new ProbeFacts.SiteField("ret", s8));
            return Optional.of(new ProbeFacts(p, w[2].equals("sys_enter") ? new Site.SyscallEnter() : new Site.SyscallExit(), List.of(), f));
        }
        boolean enter = w[2].startsWith("sys_enter_");
        String n = w[2].substring(enter ? 10 : 9);
        if (enter) {
            f.put("filename", new ProbeFacts.SiteField(n.equals("open") ? "arg0" : "arg1", new FieldType.Pointer()));
            f.put("fd", new ProbeFacts.SiteField("arg0", u8));
            f.put("count", new ProbeFacts.SiteField("arg2", u8));
        } else f.put("ret", new ProbeFacts.SiteField("ret", s8));
        return Optional.of(new ProbeFacts(p, enter ? new Site.SyscallEnter() : new Site.SyscallExit(), List.of(k.syscalls().number(n).orElseThrow()), f));
    }
}
