package io.klatch.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.server.threads.Threads;
import io.klatch.socketio.engine.IoKind;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class HttpEntryTest {
  private final List<Runnable> handedOver = new ArrayList<>();

  @Test
  void a_request_becomes_a_record_and_its_answer_a_response() {
    var seen = new ArrayList<Request>();
    var channel =
        channel(
            request -> {
              seen.add(request);
              return Response.text(201, "made");
            },
            1);
    var message = request("/a%20b?x=1&x=2&y=%C3%A9", "body");
    message.headers().add("X-Thing", "T");
    channel.writeInbound(message);
    runHandedOver();
    var response = answer(channel);
    assertThat(response.status().code()).isEqualTo(201);
    assertThat(response.content().toString(UTF_8)).isEqualTo("made");
    assertThat(response.headers().get("Content-Length")).isEqualTo("4");
    response.release();
    var request = seen.getFirst();
    assertThat(request.path()).isEqualTo("/a b");
    assertThat(request.query()).containsEntry("x", "1").containsEntry("y", "é");
    assertThat(request.header("x-THING")).isEqualTo("T");
    assertThat(new String(request.body(), UTF_8)).isEqualTo("body");
    assertThat(message.refCnt()).isZero();
  }

  @Test
  void an_address_that_cannot_be_decoded_is_refused() {
    var channel = channel(_ -> Response.text(200, ""), 1);
    channel.writeInbound(request("/a%zz", ""));
    assertThat(status(channel)).isEqualTo(400);
  }

  @Test
  void one_request_more_than_there_are_places_is_told_to_come_back() {
    var channel = channel(_ -> Response.text(200, ""), 1);
    channel.writeInbound(request("/", ""), request("/", ""));
    var refused = answer(channel);
    assertThat(refused.status().code()).isEqualTo(503);
    assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
    refused.release();
    runHandedOver();
    assertThat(status(channel)).isEqualTo(200);
    channel.writeInbound(request("/", ""));
    runHandedOver();
    assertThat(status(channel)).isEqualTo(200);
  }

  @Test
  void the_fiftieth_refusal_in_a_row_closes_the_connection() {
    var channel = channel(_ -> Response.refusal(403, "forbidden", "no"), 1);
    for (int i = 1; i <= HttpEntry.REFUSALS_MAX; i++) {
      channel.writeInbound(request("/", ""));
      runHandedOver();
      var refused = answer(channel);
      var connection = refused.headers().get("Connection");
      assertThat(connection).isEqualTo(i < HttpEntry.REFUSALS_MAX ? null : "close");
      refused.release();
    }
  }

  @Test
  void a_handler_that_fails_is_answered_and_leaves_its_place() {
    var channel =
        channel(
            _ -> {
              throw new IllegalStateException("on purpose");
            },
            1);
    for (int i = 0; i < 2; i++) {
      channel.writeInbound(request("/", ""));
      runHandedOver();
      assertThat(status(channel)).isEqualTo(500);
    }
  }

  @Test
  void a_server_that_is_closing_answers_and_keeps_no_place() {
    var channel =
        new EmbeddedChannel(
            new HttpEntry(
                _ -> Response.text(200, ""),
                _ -> {
                  throw new RejectedExecutionException();
                },
                new HttpConfig(null, 0, 1, IoKind.NIO, 1, Transfers.USUAL, null)));
    for (int i = 0; i < 2; i++) {
      channel.writeInbound(request("/", ""));
      assertThat(status(channel)).isEqualTo(503);
    }
  }

  @Test
  void handlers_run_on_virtual_threads() throws InterruptedException {
    var done = new CountDownLatch(1);
    var virtual = new boolean[1];
    try (var threads = Threads.virtual("http")) {
      var channel =
          new EmbeddedChannel(
              new HttpEntry(
                  _ -> {
                    virtual[0] = Thread.currentThread().isVirtual();
                    done.countDown();
                    return Response.text(200, "");
                  },
                  threads,
                  new HttpConfig(null, 0, 1, IoKind.NIO, 1, Transfers.USUAL, null)));
      channel.writeInbound(request("/", ""));
      done.await();
    }
    assertThat(virtual[0]).isTrue();
  }

  private EmbeddedChannel channel(HttpHandler handler, int concurrentMax) {
    return new EmbeddedChannel(
        new HttpEntry(
            handler,
            handedOver::add,
            new HttpConfig(null, 0, 1, IoKind.NIO, concurrentMax, Transfers.USUAL, null)));
  }

  private void runHandedOver() {
    handedOver.forEach(Runnable::run);
    handedOver.clear();
  }

  private static int status(EmbeddedChannel channel) {
    var response = answer(channel);
    response.release();
    return response.status().code();
  }

  private static FullHttpResponse answer(EmbeddedChannel channel) {
    channel.runPendingTasks();
    FullHttpResponse response = channel.readOutbound();
    assertThat(response).isNotNull();
    return response;
  }

  private static DefaultFullHttpRequest request(String uri, String body) {
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1, HttpMethod.POST, uri, Unpooled.copiedBuffer(body, UTF_8));
  }
}
