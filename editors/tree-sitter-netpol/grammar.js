// The grammar of `.netpol` files for editors. The language itself is `grammar/netpol.pest`; tests hold the two
// together. Where a statement ends is for `src/scanner.c` to say.

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

// A dash that belongs to an arrow belongs to no name.
const CHAR = "([A-Za-z0-9_.]|-+[A-Za-z0-9_.])";
const NAME = `[A-Za-z]${CHAR}*`;
const ADDRESS4 = "[0-9]+((\\.[0-9]*)+(/[0-9A-Za-z.]+)?|/[0-9]+)";
const GROUP6 = "[0-9A-Fa-f.]";
const ADDRESS6 = `(${GROUP6}*(:${GROUP6}+)*::|(${GROUP6}*:){7})[0-9A-Fa-f.:]*(/[0-9A-Za-z.]+)?`;

module.exports = grammar({
  name: "netpol",

  word: ($) => $.name,

  // `_unclosed` stands for a closing bracket before the next statement. `_nowhere` and `_start` are never found: the
  // one stands among the extras so that the scanner is asked everywhere, the other tells it that a statement has to
  // start. `_stray` is what is in no statement.
  externals: ($) => [$._end, $._unclosed, $._nowhere, $._start, $._stray],

  extras: ($) => [/[ \t\r\n\uFEFF]/, $.comment, $._nowhere],

  rules: {
    source_file: ($) => seq(repeat(choice(seq($._statement, $._end), $._end)), optional($._statement)),

    _statement: ($) =>
      choice(
        $.use_statement,
        $.manifests_statement,
        $.namespace_statement,
        $.label_statement,
        $.prefix_statement,
        $.workload_statement,
        $.network_statement,
        $.service_statement,
        $.group_statement,
        $.allow_statement,
        $.deny_statement,
        $.expect_statement,
        $.isolate_statement,
        $.default_statement,
        $._mistake,
      ),

    use_statement: ($) => seq("use", $.string),
    manifests_statement: ($) => seq("manifests", $.string),
    namespace_statement: ($) => seq("namespace", list(choice(alias($.name, $.namespace), $.string))),
    label_statement: ($) => seq("label", choice($.key, $.string)),
    prefix_statement: ($) => seq("prefix", $._plain_name),
    workload_statement: ($) => seq("workload", choice(seq($._declared, "=", $._workload_pods), list($._declared))),
    network_statement: ($) => seq("network", $._declared, "=", list($._network_member)),
    service_statement: ($) => seq("service", $._declared, "=", $._excepting, $._colon, $._ports),
    group_statement: ($) => seq("group", $._declared, "=", $._peers),
    allow_statement: ($) => seq("allow", $._peers, "->", list($.target), optional($.because)),
    deny_statement: ($) => seq("deny", $._peers, "->", $._promised, optional($.because)),
    expect_statement: ($) =>
      seq("expect", choice("allow", "deny"), $._peers, "->", $._promised, optional($.because)),
    isolate_statement: ($) => seq("isolate", $._peers, optional($.direction)),
    default_statement: ($) => seq("default", "deny", optional($.direction)),

    because: ($) => seq("because", $.string),

    _peers: ($) => list($._excepting),
    _promised: ($) => list(alias($.promised_target, $.target)),
    target: ($) =>
      seq(
        $._excepting,
        optional(seq($._colon, choice($.direction, seq($._ports, optional(seq($._colon, $.direction)))))),
      ),
    promised_target: ($) => seq($._excepting, optional(seq($._colon, $._ports))),

    _excepting: ($) => seq($.peer, optional(seq("except", choice($.peer, $.peer_list)))),
    peer_list: ($) => bracket($, "(", $.peer, ")"),
    peer: ($) =>
      choice(
        $._address,
        $.any,
        $._place,
        seq($._namespaces, $._slash, choice($._plain_name, $.every, $.selector)),
      ),
    _place: ($) => choice($._plain_name, $.every, $.selector),
    _namespaces: ($) => choice(alias($.name, $.namespace), $.string, $.every, $.selector),

    _network_member: ($) => seq($._network_peer, optional(seq("except", choice($._network_peer, $.network_list)))),
    network_list: ($) => bracket($, "(", $._network_peer, ")"),
    _network_peer: ($) => choice($._address, $._plain_name),

    _workload_pods: ($) => seq(optional(seq(choice(alias($.name, $.namespace), $.string), $._slash)), $.selector),

    selector: ($) => bracket($, "[", $.requirement, "]"),
    requirement: ($) =>
      choice(
        seq("!", $._key),
        seq(
          $._key,
          optional(
            choice(
              seq(choice("in", "notin"), $.value_list),
              seq(choice("=", "==", "!="), optional($._value)),
            ),
          ),
        ),
      ),
    value_list: ($) => seq("(", $._value, repeat(seq(",", $._value)), choice(")", $._unclosed)),
    _value: ($) => choice($.value, $.string),
    _key: ($) => choice($.key, $.string),

    _ports: ($) => choice($.service_ports, $.port, $.port_list),
    port_list: ($) => bracket($, "(", $.port, ")"),
    port: ($) =>
      choice(
        seq(
          choice($.number, $.range, alias($.name, $.port_name), $.every, $.string),
          optional(seq($._slash, $.protocol)),
        ),
        seq(alias(choice("service", "ingress", "egress"), $.port_name), $._slash, $.protocol),
      ),
    range: ($) => seq($.number, token.immediate("-"), $.number),
    service_ports: (_) => "service",
    direction: (_) => choice("ingress", "egress"),

    _address: ($) => choice($.address, seq("[", alias($._bracketed_address, $.address), "]")),

    _declared: ($) => choice(alias($.name, $.declaration), $.string),
    _plain_name: ($) => choice($.name, $.string),

    any: (_) => "any",
    every: (_) => "*",
    name: (_) => new RegExp(NAME),
    key: (_) => new RegExp(`${NAME}(/[A-Za-z0-9_.-]+)?`),
    value: (_) => /[A-Za-z0-9_.-]+/,
    string: (_) => /"([^"\\\n]|\\["\\])*"/,
    number: (_) => /[0-9]+/,
    protocol: (_) => token.immediate(/[A-Za-z0-9_.-]+/),
    address: (_) => token(choice(new RegExp(ADDRESS4), new RegExp(ADDRESS6))),
    _bracketed_address: (_) => /[0-9A-Fa-f]*:[0-9A-Za-z:.\/%_-]*/,

    _colon: (_) => token.immediate(":"),
    _slash: (_) => token.immediate("/"),
    comment: (_) => /#[^\r\n]*/,

    // What stands nowhere in a right text, but is one token all the same.
    _mistake: ($) => seq($._start, choice($.unclosed_string, $.wrong_arrow, $._stray)),
    unclosed_string: (_) => /"([^"\\\n]|\\[^\n])*/,
    wrong_arrow: (_) => token(choice(/[=~]+>/, /--+>/, /<[=~-]+>?/)),
  },
});

function list(item) {
  return seq(item, repeat(seq(",", item)));
}

function bracket($, open, item, close) {
  return seq(open, item, repeat(seq(",", item)), optional(","), choice(close, $._unclosed));
}
