-- For wrk: another address for every request where the path has "{}" in it, one of 500 in turn where it has "{500}"; at
-- the end a line of JSON.
local count, first = 0, string.format("%x", os.time())

function request()
  local most = string.match(wrk.path, "{(%d*)}")
  if not most then return wrk.format() end
  count = count + 1
  local number = most == "" and first .. "x" .. count or tostring(count % tonumber(most))
  return wrk.format(nil, (string.gsub(wrk.path, "{%d*}", number)))
end

function done(summary, latency)
  local errors = summary.errors
  local bad = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    '\n{"per_second": %.1f, "p50": %.2f, "p95": %.2f, "p99": %.2f, "answers": %d, "bad": %d}\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency:percentile(99) / 1000, summary.requests, bad))
end
