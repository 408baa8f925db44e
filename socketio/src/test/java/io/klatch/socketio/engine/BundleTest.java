package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BundleTest {
  private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;
  private final Bundle bundle = new Bundle();
  private final List<ByteBuf> written = new ArrayList<>();
  private final List<Parcel> shared = new ArrayList<>();

  /// Whatever was taken, nothing is left over.
  @AfterEach
  void everything_is_let_go_of() {
    written.forEach(ByteBuf::release);
    bundle.forget();
    for (var parcel : shared) {
      var frames = parcel.frames(ALLOCATOR);
      assertThat(frames.refCnt()).isEqualTo(1);
      parcel.release();
    }
  }

  private Parcel shared(String packet) {
    var parcel = Parcel.shared(EngineMessage.packet(packet), SendOptions.DEFAULT, ALLOCATOR);
    shared.add(parcel);
    return parcel;
  }

  private static Parcel single(String packet) {
    return Parcel.single(EngineMessage.packet(packet));
  }

  private static Outbox outbox(Parcel... parcels) {
    var outbox = new Outbox();
    for (var parcel : parcels) {
      outbox.add(parcel);
    }
    return outbox;
  }

  private ByteBuf next(Outbox outbox) {
    var frames = Objects.requireNonNull(bundle.next(outbox, ALLOCATOR));
    written.add(frames);
    return frames;
  }

  /// The payloads of frames that are shorter than 126 bytes.
  private static List<String> packets(ByteBuf frames) {
    var packets = new ArrayList<String>();
    int at = frames.readerIndex();
    while (at < frames.writerIndex()) {
      int length = frames.getByte(at + 1);
      packets.add(frames.toString(at + 2, length, StandardCharsets.UTF_8));
      at += 2 + length;
    }
    return packets;
  }

  @Test
  void what_waits_leaves_in_one_buffer_in_order_whoever_else_gets_it() {
    var outbox = outbox(shared("4a"), single("4b"), shared("4c"));
    assertThat(packets(next(outbox))).containsExactly("4a", "4b", "4c");
    assertThat(outbox.isEmpty()).isTrue();
    assertThat(outbox.bytes()).isZero();
    assertThat(bundle.next(outbox, ALLOCATOR)).isNull();
  }

  @Test
  void the_next_that_waits_for_the_same_gets_the_same_bytes_and_reads_them_by_itself() {
    Parcel[] said = {shared("4a"), shared("4b")};
    var first = next(outbox(said));
    var second = next(outbox(said));
    assertThat(second.memoryAddress()).isEqualTo(first.memoryAddress());
    first.skipBytes(first.readableBytes());
    assertThat(packets(second)).containsExactly("4a", "4b");
  }

  @Test
  void who_waits_for_more_gets_the_rest_afterwards() {
    var a = shared("4a");
    var b = shared("4b");
    var c = single("4c");
    var first = next(outbox(a, b));
    var outbox = outbox(a, b, c);
    assertThat(next(outbox).memoryAddress()).isEqualTo(first.memoryAddress());
    assertThat(packets(next(outbox))).containsExactly("4c");
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void who_waits_for_less_or_for_others_or_in_another_order_gets_just_that() {
    var a = shared("4a");
    var b = shared("4b");
    var c = shared("4c");
    assertThat(packets(next(outbox(a, b, c)))).containsExactly("4a", "4b", "4c");
    assertThat(packets(next(outbox(a, b)))).containsExactly("4a", "4b");
    assertThat(packets(next(outbox(b, a)))).containsExactly("4b", "4a");
    assertThat(packets(next(outbox(b, c)))).containsExactly("4b", "4c");
    assertThat(packets(next(outbox(a)))).containsExactly("4a");
    assertThat(packets(next(outbox(a, b)))).containsExactly("4a", "4b");
  }

  @Test
  void one_alone_is_not_copied() {
    var a = shared("4a");
    assertThat(next(outbox(a)).memoryAddress()).isEqualTo(next(outbox(a)).memoryAddress());
  }

  @Test
  void what_is_too_large_or_too_much_for_a_copy_goes_by_itself() {
    var half = "4" + "x".repeat(Bundle.BYTES_MAX / 2);
    var large = outbox(shared(half), shared(half), single("4c"));
    assertThat(next(large).readableBytes()).isEqualTo(half.length() + 4);
    assertThat(next(large).readableBytes()).isEqualTo(half.length() + 4 + 4);
    var many =
        outbox(
            IntStream.range(0, Bundle.PARCELS_MAX + 2)
                .mapToObj(i -> single("4" + i))
                .toArray(Parcel[]::new));
    assertThat(packets(next(many))).hasSize(Bundle.PARCELS_MAX).startsWith("40", "41");
    assertThat(packets(next(many))).containsExactly("416", "417");
  }

  @Test
  void attachments_stay_behind_the_text_they_belong_to() {
    var event =
        EngineMessage.ofWire(
            "451-[]".getBytes(StandardCharsets.UTF_8),
            List.of("bytes".getBytes(StandardCharsets.UTF_8)));
    var parcel = Parcel.shared(event, SendOptions.DEFAULT, ALLOCATOR);
    shared.add(parcel);
    assertThat(packets(next(outbox(shared("4a"), parcel, parcel))))
        .containsExactly("4a", "451-[]", "bytes", "451-[]", "bytes");
  }

  @Test
  void what_was_forgotten_is_made_again() {
    Parcel[] said = {shared("4a"), shared("4b")};
    var first = next(outbox(said));
    bundle.forget();
    assertThat(first.refCnt()).isEqualTo(1);
    assertThat(packets(next(outbox(said)))).containsExactly("4a", "4b");
  }
}
