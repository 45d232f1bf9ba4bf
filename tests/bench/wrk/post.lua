-- Posts one JSON-RPC message again and again, each time with an id of its own, and prints one line of JSON.
-- Arguments after `--`: the message with @ID@ for its id; how many answers to stop after, 0 for none; session
-- ids, divided by commas, or none; then headers as "Name: value".

local head, tail, path
local headers = {}
local sessions = {}
local sent, answered, limit = 0, 0, 0

function init(args)
  head, tail = args[1]:match("^(.-)@ID@(.*)$")
  limit = tonumber(args[2])
  for id in args[3]:gmatch("[^,]+") do
    sessions[#sessions + 1] = id
  end
  for index = 4, #args do
    local name, value = args[index]:match("^(.-): (.*)$")
    headers[name] = value
  end
  path = wrk.path
  -- wrk hands answers over only where somebody wants them, because it costs.
  if limit > 0 then
    response = function()
      answered = answered + 1
      if answered == limit then
        wrk.thread:stop()
        -- wrk itself sleeps on to its end, unless a signal wakes it.
        io.stderr:write("enough\n")
        io.stderr:flush()
      end
    end
  end
end

function request()
  sent = sent + 1
  if #sessions > 0 then
    headers["Mcp-Session-Id"] = sessions[sent % #sessions + 1]
  end
  -- Ids that one session has under way at once must differ.
  return wrk.format("POST", path, headers, head .. sent .. tail)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"answers":%d,"microseconds":%d,"p50":%d,"p99":%d,"failed":%d}\n',
    summary.requests,
    summary.duration,
    latency:percentile(50),
    latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
