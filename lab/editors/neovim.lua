-- Does in a file that is open what a user does, and writes down what there was to see.
local seen = {}
local PATIENCE = 30000

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n") .. "\n"
end

local function wait(what, condition)
  if not vim.wait(PATIENCE, condition, 20) then
    error("waited in vain for " .. what)
  end
end

local function shown(number)
  wait(number .. " diagnostics", function()
    return #vim.diagnostic.get(0) == number
  end)
  return vim.tbl_map(function(each)
    local place = { each.lnum, each.col, each.end_lnum, each.end_col }
    local link = each.user_data.lsp.codeDescription.href
    return { code = each.code, place = place, severity = each.severity, source = each.source, message = each.message, link = link }
  end, vim.diagnostic.get(0))
end

local function changed(expected)
  wait("a change", function()
    return text() ~= expected
  end)
  return text()
end

local function main()
  seen.opened = shown(tonumber(vim.env.EXPECTED))
  if not vim.env.TYPED then -- an empty one is none
    return
  end
  local client = vim.lsp.get_clients({ name = "bnlint" })[1]
  seen.encoding, seen.root = client.offset_encoding, client.root_dir

  vim.diagnostic.jump({ count = 1, float = false })
  seen.cursor = vim.api.nvim_win_get_cursor(0)
  vim.lsp.buf.hover()
  wait("hover", function()
    return #vim.api.nvim_list_wins() == 2
  end)
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      seen.hover = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true)
      vim.api.nvim_win_close(window, true)
    end
  end

  local before = text()
  vim.ui.select = function(items, options, choose)
    seen.menu = vim.tbl_map(options.format_item or tostring, items)
    choose(items[1])
  end
  vim.lsp.buf.code_action()
  seen.quick = changed(before)
  shown(2)

  before = text()
  vim.lsp.buf.code_action({ context = { only = { "source.fixAll" }, diagnostics = {} }, apply = true })
  seen.all = changed(before)
  shown(1)

  vim.cmd.normal({ "Go" .. vim.env.TYPED, bang = true })
  seen.typed = shown(2)
  vim.cmd.write()
  client:stop()
  wait("the server's end", function()
    return client:is_stopped()
  end)
end

local fine, problem = pcall(main)
if not fine then
  seen.error = problem
end
local stream = assert(io.open("seen.json", "w"))
stream:write(vim.json.encode(seen))
stream:close()
vim.cmd("qall!")
