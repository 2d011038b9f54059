-- Run by Neovim: starts the parser $NETPOL_PARSER on each of $NETPOL_FILES (one a line), reads all queries, and
-- writes what the highlights capture to $NETPOL_OUT: for each file a line of JSON, a list of
-- [row, column, end row, end column, capture].

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end

local function main()
  local treesitter = vim.treesitter
  local parser = vim.env.NETPOL_PARSER
  if treesitter.language and treesitter.language.add then
    assert(treesitter.language.add("netpol", { path = parser }))
  else
    treesitter.require_language("netpol", parser)
  end
  local parse = (treesitter.query and treesitter.query.parse) or treesitter.parse_query
  local queries = {}
  for _, name in ipairs({ "highlights", "folds", "indents", "locals" }) do
    queries[name] = parse("netpol", read(vim.env.NETPOL_QUERIES .. "/" .. name .. ".scm"))
  end

  local lines = {}
  for _, path in ipairs(vim.split(vim.env.NETPOL_FILES, "\n")) do
    vim.cmd("edit " .. vim.fn.fnameescape(path))
    if treesitter.start then
      treesitter.query.set("netpol", "highlights", read(vim.env.NETPOL_QUERIES .. "/highlights.scm"))
      treesitter.start(0, "netpol")
    end
    local root = treesitter.get_parser(0, "netpol"):parse()[1]:root()
    local captures = {}
    for id, node in queries.highlights:iter_captures(root, 0, 0, -1) do
      local row, column, end_row, end_column = node:range()
      table.insert(captures, { row, column, end_row, end_column, queries.highlights.captures[id] })
    end
    table.insert(lines, vim.fn.json_encode(captures))
  end
  vim.fn.writefile(lines, vim.env.NETPOL_OUT)
end

local fine, message = pcall(main)
if not fine then
  io.stderr:write(tostring(message) .. "\n")
  vim.cmd("cquit")
end
vim.cmd("qall!")
