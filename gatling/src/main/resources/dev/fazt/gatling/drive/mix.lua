-- A mix of reads and inserts for wrk; what it should do comes by the environment, since arguments can be read by everyone.
-- wrk looks for a function 'request' before it starts: without one it sends the same request over and over, which is cheaper.
local writes = tonumber(os.getenv("LAB_WRITES"))

local threads = {}

function setup(thread)
  table.insert(threads, thread)
  thread:set("seed", #threads)
end

local function insert_headers()
  return {
    ["Authorization"] = "Bearer " .. os.getenv("LAB_TOKEN"),
    ["Content-Type"] = "application/json",
    ["Prefer"] = "return=minimal",
    ["Host"] = wrk.headers["Host"],
  }
end

function init(args)
  sent, inserts = 0, 0
  math.randomseed(seed)
  if os.getenv("LAB_HOST") ~= "" then
    wrk.headers["Host"] = os.getenv("LAB_HOST")
  end
  if writes == 0 then
    wrk.path = os.getenv("LAB_PAGE")
    return
  end
  local body = os.getenv("LAB_DOCUMENT")
  insert = wrk.format("POST", os.getenv("LAB_DOCUMENTS"), insert_headers(), body)
  if writes == 100 then
    wrk.method, wrk.path, wrk.headers, wrk.body = "POST", os.getenv("LAB_DOCUMENTS"), insert_headers(), body
  else
    read = wrk.format("GET", os.getenv("LAB_PAGE"))
  end
end

if writes > 0 and writes < 100 then
  function request()
    sent = sent + 1
    if math.random(100) <= writes then
      inserts = inserts + 1
      return insert
    end
    return read
  end
end

function done(summary, latency, requests)
  local sent, inserts = 0, 0
  for _, thread in ipairs(threads) do
    sent, inserts = sent + thread:get("sent"), inserts + thread:get("inserts")
  end
  local errors = summary.errors
  io.write(string.format(
    "LAB {\"micros\":%d,\"answers\":%d,\"status\":%d,\"broken\":%d,\"sent\":%d,\"inserts\":%d," ..
    "\"p50\":%d,\"p95\":%d,\"p99\":%d,\"p999\":%d,\"max\":%d}\n",
    summary.duration, summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    sent, inserts, latency:percentile(50), latency:percentile(95), latency:percentile(99), latency:percentile(99.9),
    latency.max))
end
