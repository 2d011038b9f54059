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
] @keyword.storage.modifier

[
  (any)
  (every)
] @constant.builtin

(name) @variable

(declaration) @type

(namespace_statement
  (namespace) @namespace)

(workload_statement
  (namespace) @namespace)

(peer
  (namespace) @namespace)

; In a broken statement nothing says that it is one.
(ERROR
  (namespace) @variable)

(key) @variable.other.member

(value) @string.special

(number) @constant.numeric

(port_name) @constant

(protocol) @type.builtin

(address) @constant.numeric

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
