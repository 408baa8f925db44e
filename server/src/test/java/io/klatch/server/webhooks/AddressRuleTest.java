package io.klatch.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "203.0.113.7",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001::1",
        "2001:db8::1"
      })
  void is_not_public(String address) throws Exception {
    assertThat(AddressRule.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @Test
  void others_are() throws Exception {
    for (var address : new String[] {"1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"}) {
      assertThat(AddressRule.isPublic(InetAddress.getByName(address))).as(address).isTrue();
    }
  }
}
