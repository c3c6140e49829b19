package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.runtime.KernelVerdict.Accepted;
import dev.ken.runtime.KernelVerdict.Cause;
import dev.ken.runtime.KernelVerdict.Rejected;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("live")
@Timeout(20)
class KernelCheckLiveTest {
    private final KernelCheck check = new KernelCheck(Live.environment());

    @Test
    void acceptsWhatLoadsAndAttaches() {
        KernelVerdict verdict = check.check("tracepoint:raw_syscalls:sys_enter /pid == 1/ { @[comm] = count(); }\n"
                + "interval:s:1 { print(@); clear(@); }");
        assertThat(verdict).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.probes()).isEqualTo(2);
            assertThat(accepted.release()).isNotBlank();
            assertThat(accepted.verifierSteps())
                    .hasValueSatisfying(steps -> assertThat(steps).isPositive());
        });
    }

    @Test
    void acceptsProgramsThatBeginAndEnd() {
        assertThat(check.check("BEGIN { printf(\"hello\\n\"); }\n"
                        + "tracepoint:syscalls:sys_enter_getppid /pid == 1/ { @ = count(); }\nEND { clear(@); }"))
                .isInstanceOf(Accepted.class);
        assertThat(check.check("BEGIN { exit(); }")).isInstanceOf(Accepted.class);
    }

    @Test
    void afterBeginTheOtherProbesStillCount() {
        assertThat(rejected("BEGIN { @x = 1; }\nhardware:nosuch:1000000 { @ = count(); }")
                        .cause())
                .isIn(Cause.UNKNOWN_PROBE, Cause.ATTACH, Cause.OTHER);
        assertThat(rejected(
                                "BEGIN { @x = 1; }\n"
                                        + "tracepoint:raw_syscalls:sys_enter { $i = 0; while ($i < 100000) { $i++; @y = @y + $i; } }")
                        .cause())
                .isEqualTo(Cause.VERIFIER);
    }

    /// It prints whenever a file is opened, and looking into /proc opens files.
    @Test
    void aProgramThatSeesTheCheckItselfIsJudgedInTime() {
        for (int i = 0; i < 5; i++) {
            KernelVerdict verdict =
                    check.check("tracepoint:syscalls:sys_enter_openat { printf(\"%s\\n\", str(args->filename)); }");
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Accepted.class,
                            accepted -> assertThat(accepted.millis()).isLessThan(3_000));
        }
    }

    @Test
    void saysWhyNot() {
        assertRejected("tracepoint:syscalls:sys_enter_getppid { @ = count()", Cause.SYNTAX, 1);
        assertRejected("BEGIN { }\ntracepoint:syscalls:sys_enter_nope { @ = count() }", Cause.UNKNOWN_PROBE, 2);
        assertRejected("tracepoint:syscalls:sys_enter_openat {\n  @[args->nope] = count() }", Cause.UNKNOWN_FIELD, 2);
        assertRejected("BEGIN { @x = nosuch(1); }", Cause.UNKNOWN_NAME, 1);
        assertRejected("BEGIN { system(\"true\"); }", Cause.UNSAFE, 1);
        assertRejected("BEGIN { @x = 1;\n@x = \"a\"; }", Cause.TYPE, 2);
    }

    @Test
    void aProbeLeftOutOfAListIsARefusal() {
        Rejected rejected =
                rejected("tracepoint:raw_syscalls:sys_enter,tracepoint:raw_syscalls:nope /pid == 1/ { @ = count() }");
        assertThat(rejected.cause()).isEqualTo(Cause.UNKNOWN_PROBE);
        assertThat(rejected.message()).contains("raw_syscalls:nope");
    }

    @Test
    void anUnknownProbeTypeIsARefusal() {
        assertThat(rejected("foo:bar { }").cause()).isEqualTo(Cause.UNKNOWN_PROBE);
    }

    @Test
    void theVerifiersReasonIsInTheMessage() {
        Rejected rejected =
                rejected("\ntracepoint:raw_syscalls:sys_enter { $i = 0; while ($i < 100000) { $i++; @x = @x + $i; } }");
        assertThat(rejected.cause()).isEqualTo(Cause.VERIFIER);
        assertThat(rejected.message()).contains("too complex");
        assertThat(rejected.log().lines().count()).isLessThan(30);
    }

    @Test
    void tooManyProbesAreRefusedBeforeTheyAreAttached() {
        assertThat(rejected("tracepoint:syscalls:sys_enter_* /pid == 1/ { @ = count() }")
                        .cause())
                .isEqualTo(Cause.TOO_MANY_PROBES);
    }

    private void assertRejected(String script, Cause cause, int line) {
        Rejected rejected = rejected(script);
        assertThat(rejected.cause()).as(rejected.toString()).isEqualTo(cause);
        assertThat(rejected.line()).as(rejected.toString()).contains(line);
    }

    private Rejected rejected(String script) {
        KernelVerdict verdict = check.check(script);
        assertThat(verdict).isInstanceOf(Rejected.class);
        return (Rejected) verdict;
    }
}
