-- wrk … -s post.lua URL -- BODY [Header=Value …]: posts the file BODY again and again; the last line is JSON.
local request_text

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  local headers = {}
  for i = 2, #arguments do
    local name, value = arguments[i]:match("^([^=]+)=(.*)$")
    headers[name] = value
  end
  request_text = wrk.format("POST", nil, headers, file:read("*a"))
  file:close()
end

function request()
  return request_text
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format('\n{"requests":%d,"us":%d,"p50_us":%d,"p99_us":%d,"max_us":%d,"failed":%d}\n', summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    e.connect + e.read + e.write + e.status + e.timeout))
end
