package dev.ken.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockDevicesTest {
    private static final BlockDevices HERE = new BlockDevices(() -> """
            major minor  #blocks  name

             259        0  500107608 nvme0n1
             259        1     524288 nvme0n1p1
               8       32  976762584 sdb
            """);

    @Test
    void aMachineTellsItsOwn() {
        assertThat(HERE.number("nvme0n1")).contains(259L << 20);
        assertThat(HERE.number("/dev/nvme0n1p1")).contains((259L << 20) + 1);
        assertThat(HERE.number("sdb")).as("as the machine says, not as usual").contains((8L << 20) + 32);
        assertThat(HERE.number("nvme1n1")).isEmpty();
    }

    @Test
    void someAreAllocatedForGood() {
        BlockDevices usual = BlockDevices.allocated();
        assertThat(usual.number("sda")).contains(8L << 20);
        assertThat(usual.number("sdb3")).contains((8L << 20) + 19);
        assertThat(usual.number("sdq")).as("the seventeenth has the next major").contains(65L << 20);
        assertThat(usual.number("sdaa")).contains((65L << 20) + 160);
        assertThat(usual.number("sda16")).as("no such partition").isEmpty();
        assertThat(usual.number("loop7")).contains((7L << 20) + 7);
        assertThat(usual.number("vda")).as("given out at run time").isEmpty();
        assertThat(usual.number("eth0")).isEmpty();
    }

    @Test
    void numbersAreReadAndWritten() {
        assertThat(HERE.number("253:1000000")).map(BlockDevices::written).contains("253:1000000");
        assertThat(HERE.number("8:0:1")).isEmpty();
    }
}
