package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;
  private final Outbox outbox = new Outbox();

  private String drain(String last) {
    ByteBuf body = outbox.drainToPayload(ALLOCATOR, last);
    try {
      return body.toString(StandardCharsets.UTF_8);
    } finally {
      body.release();
    }
  }

  private static Parcel single(String packet) {
    return Parcel.single(EngineMessage.packet(packet));
  }

  @Test
  void gives_back_in_order_and_counts_the_bytes_that_wait() {
    outbox.add(single("4ab"));
    outbox.add(single("4c"));
    assertThat(outbox.bytes()).isEqualTo(5 + Outbox.QUEUED_BYTES);
    var first = outbox.poll();
    assertThat(first).isNotNull();
    assertThat(outbox.bytes()).isEqualTo(2);
    assertThat(outbox.isEmpty()).isFalse();
    assertThat(outbox.poll()).isNotNull();
    assertThat(outbox.poll()).isNull();
    assertThat(outbox.bytes()).isZero();
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void becomes_one_polling_payload_with_bytes_as_base64() {
    outbox.add(single("4a"));
    outbox.add(Parcel.single(EngineMessage.binary(new byte[] {1, 2, 3})));
    outbox.add(
        Parcel.single(
            EngineMessage.ofWire(
                "451-[]".getBytes(StandardCharsets.UTF_8), List.of(new byte[] {4}))));
    assertThat(drain("")).isEqualTo("4a\u001ebAQID\u001e451-[]\u001ebBA==");
    assertThat(outbox.isEmpty()).isTrue();
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void puts_the_last_packet_behind_what_waits_or_alone() {
    outbox.add(single("4a"));
    assertThat(drain("1")).isEqualTo("4a\u001e1");
    assertThat(drain("1")).isEqualTo("1");
  }

  @Test
  void a_shared_parcel_is_freed_by_the_last_that_lets_go_of_it() {
    var parcel = Parcel.shared(EngineMessage.text("x"), SendOptions.DEFAULT, ALLOCATOR);
    var polled = new Outbox();
    var cleared = new Outbox();
    outbox.add(parcel);
    polled.add(parcel);
    cleared.add(parcel);
    parcel.release(); // The broadcast has put it everywhere.
    assertThat(drain("")).isEqualTo("4x");
    cleared.clear();
    var taken = polled.poll();
    assertThat(taken).isSameAs(parcel);
    var frames = parcel.frames(ALLOCATOR);
    assertThat(frames.refCnt()).isEqualTo(1);
    frames.release();
    assertThat(frames.refCnt()).isZero();
  }

  @Test
  void receivers_of_a_shared_parcel_read_the_same_bytes_independently() {
    var parcel = Parcel.shared(EngineMessage.text("x"), SendOptions.DEFAULT, ALLOCATOR);
    parcel.retain();
    var one = parcel.frames(ALLOCATOR);
    var other = parcel.frames(ALLOCATOR);
    one.skipBytes(one.readableBytes());
    assertThat(other.readableBytes()).isEqualTo(4);
    assertThat(one.memoryAddress()).isEqualTo(other.memoryAddress());
    one.release();
    other.release();
  }

  @Test
  void drops_what_is_volatile_first_where_it_has_become_too_large() {
    var light = new SendOptions(true, true);
    var shared = Parcel.shared(EngineMessage.packet("4shared"), light, ALLOCATOR);
    outbox.add(shared);
    shared.release();
    outbox.add(single("4a"));
    outbox.add(Parcel.single(EngineMessage.packet("4gone"), light));
    outbox.add(single("4b"));
    assertThat(outbox.fits(1_000)).isTrue();
    assertThat(outbox.bytes()).isEqualTo(16 + 3 * Outbox.QUEUED_BYTES);
    assertThat(outbox.fits(3)).isFalse();
    assertThat(outbox.bytes()).isEqualTo(4 + Outbox.QUEUED_BYTES);
    assertThat(drain("")).isEqualTo("4a\u001e4b");
  }
}
