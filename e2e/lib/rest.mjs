/** REST as one user: `const ann = rest(server, token); await ann.post("/v1/conversations", {…})` → `{status, headers, body}`. */
export function rest(server, token) {
  const call = async (method, path, body) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { "content-type": "application/json" }) },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : text };
  };
  return {
    call,
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
  };
}
