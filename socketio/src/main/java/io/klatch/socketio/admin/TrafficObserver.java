package io.klatch.socketio.admin;

import io.klatch.socketio.Message;
import io.klatch.socketio.ServerObserver;
import io.klatch.socketio.Socket;
import io.klatch.socketio.engine.Traffic;
import java.util.Collection;

/// Counts broadcasts: once for each, however many sockets it goes to.
class TrafficObserver implements ServerObserver {
  private final Traffic traffic;

  TrafficObserver(Traffic traffic) {
    this.traffic = traffic;
  }

  @Override
  public void broadcasting(Iterable<Socket> receivers, Message message) {
    traffic.sent(count(receivers), message.packets(), message.bytes());
  }

  private static long count(Iterable<Socket> receivers) {
    if (receivers instanceof Collection<Socket> all) {
      return all.size();
    }
    long count = 0;
    for (var _ : receivers) {
      count++;
    }
    return count;
  }
}
