"""JSON for the editor: session and CSRF, one call per act; errors as `{error: {code, message, …}}`."""
