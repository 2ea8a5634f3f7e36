-- Reads of one user after the other, in random order. Arguments: bot_name, number of users.
local bot, users, path

function init(args)
  bot, users = args[1], tonumber(args[2])
  math.randomseed(1)
  path = {}
  for i = 1, users do
    path[i] = wrk.format('GET', '/v1/bots/' .. bot .. '/users/user-' .. (i - 1) .. '/insights')
  end
end

function request()
  return path[math.random(users)]
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format('{"requests":%d,"seconds":%.6f,"failed":%d,"p50_ms":%.3f,"p99_ms":%.3f}', summary.requests,
    summary.duration / 1e6, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
