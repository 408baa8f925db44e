package io.klatch.server.realtime;

import java.net.http.WebSocket;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Puts what comes over a WebSocket into a queue, each text whole, and last how it ended. Called by
/// one thread at a time.
public final class TextFrames implements WebSocket.Listener {
  /// What the last entry begins with; the status and the reason follow.
  public static final String CLOSED = "closed ";

  private final Queue<String> texts;
  private final StringBuilder partial = new StringBuilder();

  public TextFrames(Queue<String> texts) {
    this.texts = texts;
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    webSocket.request(Long.MAX_VALUE);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      texts.add(partial.toString());
      partial.setLength(0);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
    texts.add(CLOSED + status + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    texts.add(CLOSED + error);
  }
}
