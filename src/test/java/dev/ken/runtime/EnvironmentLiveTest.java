package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
class EnvironmentLiveTest {
    @Test
    void theVersionIsAskedOnceForAFile(@TempDir Path folder) throws Exception {
        Path bpftrace = folder.resolve("bpftrace");
        Path asked = folder.resolve("asked");
        Files.writeString(bpftrace, "#!/bin/sh\necho x >> " + asked + "\necho bpftrace v0.20.4\n");
        assertThat(bpftrace.toFile().setExecutable(true)).isTrue();
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("KEN_BPFTRACE", bpftrace.toString());
        variables.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        for (int i = 0; i < 3; i++) {
            assertThat(new EnvironmentReader(variables).read().bpftrace())
                    .hasValueSatisfying(found -> assertThat(found.version()).hasToString("0.20.4"));
        }
        assertThat(Files.readAllLines(asked)).hasSize(1);
    }

    @Test
    void whatIsMissingComesWithTheCommandThatGetsIt(@TempDir Path folder) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("KEN_BPFTRACE", folder.resolve("nothing").toString());
        Environment environment = new EnvironmentReader(variables).read();
        assertThat(environment.canRun()).isFalse();
        assertThat(environment.missing())
                .anySatisfy(missing -> assertThat(missing.sentence())
                        .contains("bpftrace is missing")
                        .contains("apt-get install -y bpftrace"));
        assertThat(new KernelCheck(environment).check("BEGIN { }")).isInstanceOf(KernelVerdict.Unavailable.class);
    }

    @Test
    void liveTracepointsAreThoseOfTracefs() {
        Environment environment = Live.environment();
        LiveTracepoints live =
                new LiveTracepoints(new Tracefs(environment.tracefs().orElseThrow()));
        assertThat(live.names())
                .contains("sched:sched_switch", "raw_syscalls:sys_enter")
                .isSorted();
        assertThat(live.find("raw_syscalls", "sys_enter"))
                .hasValueSatisfying(format -> assertThat(format.field("id")).isPresent());
        assertThat(live.find("raw_syscalls", "nope")).isEmpty();
        assertThat(live.find("..", "passwd")).isEmpty();
    }
}
