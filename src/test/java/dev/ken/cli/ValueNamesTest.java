package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.BlockDevices;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ValueNamesTest {
    private static final KernelModel RECORDED = Snapshots.recorded();
    private static final KernelModel KERNEL = new KernelModel(
            RECORDED.release(),
            RECORDED.architecture(),
            RECORDED.tracepoints(),
            RECORDED.syscalls(),
            RECORDED.types(),
            RECORDED.functions(),
            new BlockDevices(() -> " 254        0   10485760 vda\n"));
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);

    private static Optional<UnaryOperator<String>> names(String event, String attribute) {
        Attribute named = CATALOG.find(event).orElseThrow().attribute(attribute).orElseThrow();
        return ValueNames.of(event, named, KERNEL);
    }

    private static String told(String event, String attribute, String value) {
        return names(event, attribute).orElseThrow().apply(value);
    }

    @Test
    void numbersAreToldByTheirNames() {
        assertThat(told("syscall", "nr", "257")).isEqualTo("openat");
        assertThat(told("file.open", "error", "2")).isEqualTo("ENOENT");
        assertThat(told("file.open", "error", "11")).isEqualTo("EAGAIN");
        assertThat(told("file.open", "error", "0")).isEqualTo("0");
        assertThat(told("signal.send", "signal", "15")).isEqualTo("SIGTERM");
        assertThat(told("tcp.state", "newstate", "8")).isEqualTo("CLOSE_WAIT");
        assertThat(told("tcp.retransmit", "state", "1")).isEqualTo("ESTABLISHED");
        assertThat(told("capability.check", "capability", "21")).isEqualTo("CAP_SYS_ADMIN");
        assertThat(told("skb.drop", "reason", "2")).isEqualTo("NOT_SPECIFIED");
        assertThat(told("block.io", "device", "266338304")).isEqualTo("vda");
        assertThat(told("block.io", "device", "8388609")).isEqualTo("8:1");
    }

    @Test
    void whatTheWordsOfAnAttributeListIsToldBesideTheNumber() {
        assertThat(told("softirq", "vector", "3")).isEqualTo("3 network receive");
        assertThat(told("softirq", "vector", "5")).isEqualTo("5");
    }

    @Test
    void countsAndTextsStayAsTheyAre() {
        assertThat(names("file.read", "size")).isEmpty();
        assertThat(names("file.open", "path")).isEmpty();
        assertThat(names("process.exit", "code")).isEmpty();
        assertThat(told("tcp.state", "newstate", "77")).isEqualTo("77");
        assertThat(told("tcp.state", "newstate", "kworker")).isEqualTo("kworker");
    }
}
