package dev.ken.bpftrace;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Makes programs of the whole grammar at random.
final class Programs {
    private final Random random;

    Programs(long seed) {
        this.random = new Random(seed);
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    String program() {
        StringBuilder out = new StringBuilder();
        if (random.nextInt(3) == 0) {
            out.append(one(
                    "#include <linux/sched.h>\n",
                    "#define N 10\n",
                    "struct s { int a; char b[8]; struct { long c; } d; };\n",
                    "enum e { A, B = 4 };\n",
                    "union u { int a; long b; };\n"));
        }
        if (random.nextInt(5) == 0) {
            out.append(one(
                    "config = { stack_mode = perf; max_map_keys = 2 }\n",
                    "let @decl = hash(100);\n",
                    "import \"stdlib/x\";\n"));
        }
        if (random.nextInt(4) == 0) {
            out.append("macro m(a, $b, @c) ").append(valued(2)).append('\n');
        }
        if (random.nextInt(8) == 0) {
            out.append("fn f($a : uint64, $p : struct s *) : int64 ")
                    .append(block(2))
                    .append('\n');
        }
        for (int probes = random.nextInt(3); probes >= 0; probes--) {
            out.append(probe()).append('\n');
        }
        return out.toString();
    }

    private String probe() {
        String points = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> one("", "", "", "name=") + point())
                .collect(Collectors.joining(one(", ", ",\n")));
        String predicate = random.nextInt(3) == 0 ? " / (" + expression(2) + ") / " : " ";
        return points + predicate + block(3);
    }

    private String point() {
        return one(
                "BEGIN",
                "end",
                "kprobe:vfs_*",
                "kprobe:f+0x10",
                "kretprobe:f",
                "tracepoint:sched:sched_switch",
                "uprobe:/bin/bash:readline",
                "uprobe:/bin/bash:\"a b\"",
                "usdt:/usr/lib/x.so:ns:probe",
                "interval:s:1",
                "interval:10ms",
                "profile:hz:99",
                "software:faults:100",
                "watchpoint:0x1000:8:rw",
                "self:signal:SIGUSR1",
                "test:a",
                "iter:task");
    }

    private String block(int depth) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(_ -> statement(depth - 1))
                .collect(Collectors.joining("\n", "{ ", " }"));
    }

    private String valued(int depth) {
        String body = IntStream.range(0, random.nextInt(3))
                .mapToObj(_ -> statement(depth - 1))
                .collect(Collectors.joining(" "));
        return "{ " + body + " " + one(expression(depth - 1), "") + " }";
    }

    private String statement(int depth) {
        String plain = simple();
        if (depth <= 0) {
            return plain;
        }
        return switch (random.nextInt(13)) {
            case 0 -> "if ((" + expression(depth) + ")) " + block(depth);
            case 1 -> "if ((" + expression(depth) + ")) " + block(depth) + " else " + block(depth);
            case 2 -> "if !(" + expression(depth) + ") " + block(depth) + " else if ($x) " + block(depth);
            case 3 -> "while ((" + expression(depth) + ")) " + block(depth);
            case 4 -> "unroll (" + one("3", "$1", "2 + 1") + ") " + block(depth);
            case 5 -> "for ($kv : @m) " + block(depth);
            case 6 -> "for ($i : 0..(" + expression(1) + ")) " + block(depth);
            case 7 ->
                "let $y" + one("", " : uint8", " : struct s *", " : string[16]") + one("", " = " + expression(depth))
                        + ";";
            case 8 -> block(depth);
            case 9 -> one("return;", "return " + expression(depth) + ";", "break;", "continue;");
            case 10 -> "_ = " + expression(depth) + ";";
            default -> plain;
        };
    }

    private String simple() {
        return one("$x", "@m", "@m[" + expression(1) + "]")
                + one(" = ", " += ", " <<= ", " %= ", " |= ")
                + expression(2)
                + ";";
    }

    String expression(int depth) {
        if (depth <= 0 || random.nextInt(4) == 0) {
            return one(
                    "1",
                    "0x1f",
                    "1e6",
                    "1_000",
                    "5ms",
                    "$x",
                    "@m",
                    "@m[pid, \"a\"]",
                    "comm",
                    "args.f",
                    "\"s\\n\\x01\\\"\"",
                    "$1",
                    "$#",
                    "true",
                    "kstack(perf, 3)",
                    "nsecs(boot)",
                    "sizeof(struct s *)",
                    "offsetof(struct s, d.c)",
                    "$x++",
                    "--@m");
        }
        String a = expression(depth - 1);
        String b = expression(depth - 1);
        List<BinaryOperator> operators = List.of(BinaryOperator.values());
        return switch (random.nextInt(20)) {
            case 0 -> "(" + a + ") ? " + b + " : (" + a + ")";
            case 1 -> "-(" + a + ")";
            case 2 -> "!(" + a + ")";
            case 3 -> "(uint32)(" + a + ")";
            case 4 -> "str(" + a + ", " + b + ")";
            case 5 -> "(" + a + ")->f.g[" + b + "]";
            case 6 -> "*(" + a + ")";
            case 7 -> "(" + a + ", " + b + ")";
            case 8 -> "(" + a + ",)";
            case 9 -> "(a = " + a + ", b = " + b + ")";
            case 10 -> valued(depth);
            case 11 -> "(" + a + ") ?: " + b;
            case 12 -> "comptime (" + a + ")";
            case 13 -> "(struct s **)(" + a + ")";
            case 14 -> "(typeof(" + a + "))(" + b + ")";
            case 15 -> "if ((" + a + ")) { " + b + " } else { " + a + " }";
            case 16 -> "&$x";
            default ->
                "(" + a + ") " + operators.get(random.nextInt(operators.size())).symbol() + " (" + b + ")";
        };
    }
}
