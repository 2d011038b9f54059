[
  (allow_statement)
  (deny_statement)
  (expect_statement)
  (isolate_statement)
  (namespace_statement)
  (workload_statement)
  (network_statement)
  (group_statement)
  (selector)
  (peer_list)
  (network_list)
  (port_list)
  (value_list)
] @indent.begin

[
  ")"
  "]"
] @indent.branch

[
  (comment)
  (string)
] @indent.ignore
