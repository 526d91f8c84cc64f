// Calls to the server: CSRF, JSON, and errors with the server's own sentence.

/** An answer that was not what we asked for; `status` 0 means the network. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body?.error?.message ?? (status ? "The server could not do this. Your edits are safe." : "No connection. Your edits are kept on this device."));
    Object.assign(this, { status, code: body?.error?.code ?? "", detail: body?.error?.detail ?? body ?? null, body });
  }
}

/** Signing in again renews the token; the cookie has the newest. */
const tokenOf = ({ csrf, csrfCookie }) => document.cookie.match(new RegExp(`(?:^|; )${csrfCookie}=([^;]+)`))?.[1] ?? csrf;

/** @param {{api: string, urls: Record<string, string>, csrf: string}} boot @param {{onRenderer?: (version: string) => void, onSessionEnd?: () => void}} hooks */
export function createNet(boot, { onRenderer, onSessionEnd } = {}) {
  async function call(method, path, body, { headers = {}, signal, keepalive = false, raw = false } = {}) {
    const isForm = body instanceof FormData;
    const options = { method, signal, keepalive, credentials: "same-origin", headers: { "X-CSRFToken": tokenOf(boot), Accept: "application/json", ...headers } };
    if (body !== undefined) {
      options.body = isForm ? body : JSON.stringify(body);
      if (!isForm) options.headers["Content-Type"] = "application/json";
    }
    let response;
    try {
      response = await fetch(boot.api + path, options);
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new ApiError(0, null);
    }
    const version = response.headers.get("X-Renderer");
    if (version) onRenderer?.(version);
    if (response.ok && raw) return response.blob();
    const json = response.headers.get("Content-Type")?.includes("json") ? await response.json().catch(() => null) : null;
    if (response.status === 401 || (response.redirected && /login/.test(response.url))) onSessionEnd?.();
    if (!response.ok) throw Object.assign(new ApiError(response.status, json), { retryAfter: Number(response.headers.get("Retry-After")) || 0 });
    return json;
  }

  return {
    urls: boot.urls,
    get: (path, options) => call("GET", path, undefined, options),
    post: (path, body, options) => call("POST", path, body, options),
    put: (path, body, options) => call("PUT", path, body, options),
    patch: (path, body, options) => call("PATCH", path, body, options),
    del: (path, options) => call("DELETE", path, undefined, options),
    /** What the page announced as a preload: asked for in the very same words, or it would be fetched twice. Null if it is not there. */
    early: (path) => fetch(boot.api + path).then((response) => (response.ok ? response.json() : null)).catch(() => null),
    /** A PNG of the whole picture. @returns {Promise<Blob>} */
    compose: ({ size, record, doc, width, scale }) => call("POST", `compose${width ? `?w=${width}` : ""}`, { size, record: typeof record === "string" ? { id: record } : record, doc, scale }, { raw: true }),
    assets: async (query) => {
      const answer = await call("GET", `assets?kind=image&q=${encodeURIComponent(query)}`);
      return answer.assets ?? answer.results ?? answer;
    },
    upload: (file) => {
      const form = new FormData();
      form.append("file", file);
      form.append("kind", "image");
      return call("POST", "assets", form);
    },
    fontPreview: (family, weight = 400, italic = false) => `${boot.api}font-preview.png?family=${encodeURIComponent(family)}&weight=${weight}${italic ? "&italic=1" : ""}`,
  };
}
