[
  (selector)
  (peer_list)
  (network_list)
  (port_list)
  (value_list)
] @indent

[
  ")"
  "]"
] @outdent
