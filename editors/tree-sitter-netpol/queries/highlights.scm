(comment) @comment

[
  (string)
  (unclosed_string)
] @string

[
  "use"
  "manifests"
  "namespace"
  "label"
  "prefix"
  "workload"
  "network"
  "group"
  "allow"
  "deny"
  "expect"
  "isolate"
  "default"
  "because"
  "except"
] @keyword

; Elsewhere it stands for ports.
(service_statement
  "service" @keyword)

(ERROR
  "service" @keyword)

[
  "->"
  "="
  "=="
  "!="
  "!"
  "-"
] @operator

[
  "in"
  "notin"
] @keyword.operator

[
  (direction)
  (service_ports)
] @keyword.modifier

[
  (any)
  (every)
] @constant.builtin

(name) @variable

(declaration) @type

(namespace_statement
  (namespace) @module)

(workload_statement
  (namespace) @module)

(peer
  (namespace) @module)

; In a broken statement nothing says that it is one.
(ERROR
  (namespace) @variable)

(key) @property

(value) @string.special.symbol

(number) @number

(port_name) @constant

(protocol) @type.builtin

(address) @number.address

[
  ","
  ":"
  "/"
] @punctuation.delimiter

[
  "("
  ")"
  "["
  "]"
] @punctuation.bracket
