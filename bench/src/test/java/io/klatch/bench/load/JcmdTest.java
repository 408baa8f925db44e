package io.klatch.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JcmdTest {

  @Test
  void what_threads_have_allocated_is_summed_in_bytes() {
    String threads =
        """
        "main" #3 [1] prio=5 os_prio=0 cpu=359.12ms elapsed=3.46s allocated=216K defined_classes=9
        "io-1" #9 [2] prio=5 os_prio=0 cpu=1.1ms elapsed=3.46s allocated=64B defined_classes=1
        "io-2" #8 [3] prio=5 os_prio=0 cpu=1.1ms elapsed=3.46s allocated=300M defined_classes=1
        """;
    assertThat(Jcmd.allocatedBytes(threads)).isEqualTo(216 * 1_024 + 64 + 300 * 1_048_576);
  }

  @Test
  void a_running_jvm_tells_what_it_has_allocated() throws IOException, InterruptedException {
    assertThat(new Jcmd(ProcessHandle.current().pid()).allocatedBytes()).isPositive();
  }
}
