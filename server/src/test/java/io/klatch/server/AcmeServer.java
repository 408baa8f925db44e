package io.klatch.server;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A whole server, called by its operator and by users and the back end of the tenant `acme`, once
/// the operator has added it.
final class AcmeServer implements AutoCloseable {
  static final String SECRET = "the secret of the tenant acme, of many bytes";
  static final String ACME =
      "{\"tenant_id\":\"acme\",\"name\":\"Acme\",\"signing_keys\":[{\"kid\":\"k1\",\"alg\":\"HS256\","
          + "\"key\":\""
          + SECRET
          + "\"}],\"origins\":[\"https://App.acme:443\"],\"limits\":{\"send\":\"5 per 1s\"},"
          + "\"retention_days\":30,\"features\":[\"calls\"]}";

  private final BackEndServer server;

  AcmeServer(Path folder) throws Exception {
    server =
        new BackEndServer(
            folder, Map.of("http.origins", "same, https://everybody.example", "http.cors", "on"));
  }

  void restart() throws Exception {
    server.restart();
  }

  @Override
  public void close() {
    server.close();
  }

  HttpResponse<String> operator(String method, String path, @Nullable String body)
      throws Exception {
    return server.call(method, path, body);
  }

  /// Adds the tenant.
  void addAcme() throws Exception {
    BackEndServer.json(operator("POST", "/v1/admin/tenants", ACME));
  }

  /// A new key of that tenant's back end.
  String key(String tenant) throws Exception {
    var made = operator("POST", "/v1/admin/tenants/" + tenant + "/server-keys", null);
    return BackEndServer.json(made).get("server_key").stringValue();
  }

  int sync(String token) throws Exception {
    return sync(token, Map.of());
  }

  /// @return the status
  int sync(String token, Map<String, String> headers) throws Exception {
    return call("GET", "/v1/sync", bearer(token, headers), null).statusCode();
  }

  JsonNode get(String path, String token) throws Exception {
    return BackEndServer.JSON.readTree(call("GET", path, bearer(token, Map.of()), null).body());
  }

  /// @return the status
  int handshake(String origin) throws Exception {
    return call("GET", "/socket.io/?EIO=4&transport=polling", Map.of("Origin", origin), null)
        .statusCode();
  }

  HttpResponse<String> call(
      String method, String path, Map<String, String> headers, @Nullable String body)
      throws Exception {
    var pairs =
        headers.entrySet().stream()
            .flatMap(it -> Stream.of(it.getKey(), it.getValue()))
            .toArray(String[]::new);
    return server.call(method, path, body, pairs);
  }

  static Map<String, String> bearer(String token, Map<String, String> more) {
    var headers = new HashMap<>(more);
    headers.put("Authorization", "Bearer " + token);
    return headers;
  }

  static String token(String tenant, String user) {
    var secret = tenant.equals("default") ? BackEndServer.SECRET : SECRET;
    return TestTokens.of(secret, tenant, user);
  }
}
