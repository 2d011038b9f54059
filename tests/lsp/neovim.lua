-- A session of Neovim's own client with the language server. It ends with 0 if all holds.

local step = "start"

local function main()
  dofile(os.getenv("NETPOLC_CONFIG"))
  local file = "catalog/catalog.netpol"
  vim.cmd.edit(file)
  local buffer = vim.api.nvim_get_current_buf()
  assert(vim.bo.filetype == "netpol", "no file type: " .. vim.bo.filetype)

  local function wait(what, holds)
    step = what
    assert(vim.wait(60000, holds, 20), "this did not come: " .. what)
  end
  local function last()
    return vim.api.nvim_buf_line_count(0) - 1
  end
  local function put(line)
    vim.api.nvim_buf_set_lines(0, -1, -1, false, { line })
  end
  local function diagnostic(code)
    for _, one in ipairs(vim.diagnostic.get(0)) do
      if one.lnum == last() and vim.startswith(one.code, code) then
        return one
      end
    end
  end
  local function at(line, word)
    local text = vim.api.nvim_buf_get_lines(0, line, line + 1, false)[1]
    local column = assert(text:find(word, 1, true), word .. " is not in " .. text) - 1
    vim.api.nvim_win_set_cursor(0, { line + 1, column })
  end

  wait("the client", function()
    return #vim.lsp.get_clients({ bufnr = 0 }) == 1
  end)
  local client = vim.lsp.get_clients({ bufnr = 0 })[1]

  -- What is wrong behind a character of four bytes.
  local broken = 'allow catalog -> catalog-sql because "🚀" nonsense'
  put(broken)
  wait("a diagnostic", function()
    return diagnostic("E0101")
  end)
  local found = diagnostic("E0101")
  assert(found.col == broken:find("nonsense") - 1, "column " .. found.col)
  assert(found.message:find("expected the end of the line, found `nonsense`", 1, true), found.message)

  -- A name is completed.
  vim.api.nvim_buf_set_lines(0, last(), last() + 1, false, { "allow storefront -> cata" })
  vim.api.nvim_win_set_cursor(0, { last() + 1, 24 })
  step = "completion"
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  params.position.character = 24
  local answer = assert(client:request_sync("textDocument/completion", params, 60000, buffer))
  local item
  for _, one in ipairs(answer.result.items) do
    if one.label == "catalog" then
      item = one
    end
  end
  assert(item, "catalog is not offered")
  vim.lsp.util.apply_text_edits({ item.textEdit }, buffer, client.offset_encoding)
  local line = vim.api.nvim_buf_get_lines(0, -2, -1, false)[1]
  assert(line == "allow storefront -> catalog", line)

  -- A name is changed here, and in a file that is not open.
  vim.api.nvim_buf_set_lines(0, last(), last() + 1, false, {})
  assert(vim.fn.bufexists("names.netpol") == 0)
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  for number, text in ipairs(lines) do
    if text:find("-> catalog-sql", 1, true) then
      at(number - 1, "catalog-sql")
    end
  end
  vim.lsp.buf.rename("catalog-store")
  wait("the new name", function()
    return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n"):find("-> catalog-store", 1, true)
  end)
  vim.cmd("silent wall")
  local names = table.concat(vim.fn.readfile("names.netpol"), "\n")
  assert(names:find("service catalog-store = data/catalog-db:5432", 1, true), names)
  assert(not names:find("catalog-sql", 1, true), names)

  -- A text is formatted.
  step = "format"
  put("allow   storefront->catalog:8080")
  vim.lsp.buf.format({ async = false, timeout_ms = 60000 })
  line = vim.api.nvim_buf_get_lines(0, -2, -1, false)[1]
  assert(line == "allow storefront -> catalog:8080", line)

  -- A mend is applied.
  vim.api.nvim_buf_set_lines(0, last(), last() + 1, false, { "allow storefront => catalog:8080" })
  wait("what can be mended", function()
    return diagnostic("E0103")
  end)
  at(last(), "=>")
  vim.lsp.buf.code_action({ apply = true, context = { only = { "quickfix" }, diagnostics = {} } })
  wait("the mend", function()
    return vim.api.nvim_buf_get_lines(0, -2, -1, false)[1] == "allow storefront -> catalog:8080"
  end)
  vim.cmd("silent write")

  step = "end"
  client:stop()
  assert(vim.wait(60000, function()
    return client:is_stopped()
  end, 20), "the server does not end")
end

local holds, reason = xpcall(main, debug.traceback)
if not holds then
  io.stderr:write(step .. ": " .. reason .. "\n")
  os.exit(1)
end
os.exit(0)
