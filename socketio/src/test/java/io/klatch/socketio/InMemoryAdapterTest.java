package io.klatch.socketio;

import io.klatch.socketio.contract.AdapterContract;
import java.util.List;

class InMemoryAdapterTest extends AdapterContract {
  @Override
  protected List<Adapter.Factory> servers() {
    return List.of(InMemoryAdapter::new);
  }
}
