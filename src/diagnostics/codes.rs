//! The table of every code: `E01xx` syntax and values, `E02xx` names, `E03xx` meaning, `W04xx` lints,
//! `N05xx` notes, `E08xx` input.
//!
//! A code has a number, a slug that names the bad pattern (both are accepted wherever one is asked
//! for) and a page in `docs/errors`.

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Likely a mistake; the output stands.
    Warning,
    /// Nothing is wrong: something that a judgement leans on, and that this run cannot see.
    Note,
}

/// A kind of diagnostic.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// `E0101`
    pub id: &'static str,
    /// `unexpected-token`
    pub slug: &'static str,
    /// Error or warning, before `--deny-warnings`.
    pub severity: Severity,
    /// The page `docs/errors/ID.md`.
    pub page: &'static str,
}

/// The code that is written `name`: by number, in either case, or by slug.
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.iter()
        .copied()
        .find(|code| code.id.eq_ignore_ascii_case(name) || code.slug == name)
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $severity:ident $id:literal $slug:literal;)*) => {
        $(
            $(#[$doc])*
            pub static $name: Code = Code {
                id: $id,
                slug: $slug,
                severity: Severity::$severity,
                page: include_str!(concat!("../../docs/errors/", $id, ".md")),
            };
        )*
        /// Every code, in the order of their numbers.
        pub static ALL: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    /// Something stands where the grammar wants something else.
    UNEXPECTED_TOKEN = Error "E0101" "unexpected-token";
    /// A line starts with a word that starts no statement.
    UNKNOWN_STATEMENT = Error "E0102" "unknown-statement";
    /// `=>`, `→`, `-->`, `<-` or `<->` for `->`.
    WRONG_ARROW = Error "E0103" "wrong-arrow";
    /// A second `->` in one rule.
    SECOND_ARROW = Error "E0104" "second-arrow";
    /// Space around the `/`, the colon of a port, or the dash of a range.
    SPACE_IN_TOKEN = Error "E0105" "space-in-token";
    /// A character that looks like another, or like nothing: a non-breaking space, a curly quote.
    LOOK_ALIKE_CHARACTER = Error "E0106" "look-alike-character";
    /// A NUL or another control character.
    CONTROL_CHARACTER = Error "E0107" "control-character";
    /// A line of YAML.
    YAML_IN_SOURCE = Error "E0108" "yaml-in-source";
    /// A string without its closing quote.
    UNCLOSED_QUOTE = Error "E0109" "unclosed-quote";
    /// `(` or `[` without its closing partner.
    UNCLOSED_BRACKET = Error "E0110" "unclosed-bracket";
    /// A closing bracket that closes nothing, or another kind.
    STRAY_BRACKET = Error "E0111" "stray-bracket";
    /// A `,` or `->` after which nothing comes.
    HANGING_LINE = Error "E0112" "hanging-line";
    /// A second statement on the line of another.
    TWO_STATEMENTS = Error "E0113" "two-statements";
    /// A name that needs quotes: `0day`.
    UNQUOTED_NAME = Error "E0114" "unquoted-name";
    /// `any`, `except`, `because`, `ingress`, `egress` as a bare name, or `service` as a port.
    RESERVED_NAME = Error "E0115" "reserved-name";
    /// An escape in a string other than `\"` and `\\`.
    BAD_ESCAPE = Error "E0116" "bad-escape";
    /// `()`, `[]` or `""` where something has to stand.
    EMPTY_LIST = Error "E0117" "empty-list";
    /// Ports on the source of a rule.
    PORTS_ON_SOURCE = Error "E0118" "ports-on-source";
    /// Several ports behind one colon without parentheses.
    PORTS_NEED_PARENTHESES = Error "E0119" "ports-need-parentheses";
    /// `except` after a port.
    EXCEPT_AFTER_PORT = Error "E0120" "except-after-port";
    /// An `except` within an `except`.
    NESTED_EXCEPT = Error "E0121" "nested-except";
    /// A direction on `deny` or `expect`.
    DIRECTION_ON_PROMISE = Error "E0122" "direction-on-promise";
    /// `<` or `>` in a selector.
    UNSUPPORTED_OPERATOR = Error "E0123" "unsupported-operator";
    /// A protocol other than tcp, udp and sctp.
    UNKNOWN_PROTOCOL = Error "E0124" "unknown-protocol";

    /// A label key that the API server refuses (V30).
    INVALID_LABEL_KEY = Error "E0150" "invalid-label-key";
    /// A label value that the API server refuses (V31).
    INVALID_LABEL_VALUE = Error "E0151" "invalid-label-value";
    /// A namespace that is no DNS label (V9).
    INVALID_NAMESPACE = Error "E0152" "invalid-namespace";
    /// An object name that is no DNS subdomain (V7).
    INVALID_OBJECT_NAME = Error "E0153" "invalid-object-name";
    /// A port number outside 1 to 65535 (V26).
    INVALID_PORT_NUMBER = Error "E0154" "invalid-port-number";
    /// A range of ports that ends before it starts (V28).
    BACKWARDS_PORT_RANGE = Error "E0155" "backwards-port-range";
    /// A port name that the API server refuses (V32).
    INVALID_PORT_NAME = Error "E0156" "invalid-port-name";
    /// Text that is no address and no CIDR (V33).
    INVALID_CIDR = Error "E0157" "invalid-cidr";
    /// A CIDR with bits set behind its prefix (V33).
    HOST_BITS_IN_CIDR = Error "E0158" "host-bits-in-cidr";
    /// A number with leading zeros: in an address, a prefix length, a port.
    LEADING_ZERO = Error "E0159" "leading-zero";
    /// An IPv4-mapped IPv6 address (V33).
    MAPPED_ADDRESS = Error "E0160" "mapped-address";

    /// A name that nothing declares, where only a declared one makes sense.
    UNKNOWN_NAME = Error "E0201" "unknown-name";
    /// A name declared twice.
    DUPLICATE_NAME = Error "E0202" "duplicate-name";
    /// A name that `use` brought in, declared with another meaning.
    SHADOWED_NAME = Error "E0203" "shadowed-name";
    /// A group, network or service that is a member of itself.
    DECLARATION_CYCLE = Error "E0204" "declaration-cycle";
    /// A file that uses itself, directly or through others.
    USE_CYCLE = Error "E0205" "use-cycle";
    /// A thing of the wrong kind: a service as a source, a group in a network.
    WRONG_KIND = Error "E0206" "wrong-kind";
    /// A second `label` or `prefix`.
    REPEATED_SETTING = Error "E0207" "repeated-setting";
    /// A rule or bare workload before the first `namespace` of a file that has one.
    BEFORE_NAMESPACE = Error "E0208" "before-namespace";
    /// A name that the manifests give several meanings.
    AMBIGUOUS_NAME = Error "E0209" "ambiguous-name";
    /// A workload or Service whose pods have no label that stays.
    NO_STABLE_LABEL = Error "E0210" "no-stable-label";
    /// `:service` of something that is no Service, or of one without ports.
    UNKNOWN_SERVICE = Error "E0211" "unknown-service";

    /// A rule that no end in this file's namespaces can enforce.
    NOT_YOURS = Error "E0301" "not-yours";
    /// A selector that no pod satisfies.
    IMPOSSIBLE_SELECTOR = Error "E0302" "impossible-selector";
    /// `any except`, which no policy can say.
    ANY_EXCEPT = Error "E0303" "any-except";
    /// Pods excluded from addresses, or addresses from pods.
    EXCEPT_OTHER_KIND = Error "E0304" "except-other-kind";
    /// An `except` that leaves nothing.
    EXCEPT_LEAVES_NOTHING = Error "E0305" "except-leaves-nothing";
    /// A peer or subject of more than 64 parts.
    TOO_MANY_PARTS = Error "E0306" "too-many-parts";
    /// A subject that a pod selector cannot say: it asks for the labels of a namespace.
    INEXPRESSIBLE_SUBJECT = Error "E0307" "inexpressible-subject";
    /// A peer that asks for labels of this file's own namespace, whose name is not known.
    UNNAMED_NAMESPACE = Error "E0308" "unnamed-namespace";
    /// A named port of an address.
    NAMED_PORT_OF_ADDRESS = Error "E0309" "named-port-of-address";
    /// Ports on a service, which has its own.
    PORTS_ON_SERVICE = Error "E0310" "ports-on-service";
    /// `:service` without an inventory.
    SERVICE_PORT_WITHOUT_INVENTORY = Error "E0311" "service-port-without-inventory";
    /// An `isolate` in a used file that stands under no namespace.
    FACT_WITHOUT_NAMESPACE = Error "E0312" "fact-without-namespace";
    /// Two files that would write one object.
    SAME_OBJECT = Error "E0313" "same-object";
    /// An `allow` lets through what a `deny` promises to keep out.
    CONFLICT = Error "E0314" "conflict";
    /// A `deny` that no isolation enforces.
    UNENFORCEABLE_DENY = Error "E0315" "unenforceable-deny";
    /// A question about sets that would take too long to answer.
    TOO_COMPLEX = Error "E0316" "too-complex";
    /// Objects that let through what a `deny` promises to keep out.
    BROKEN_PROMISE = Error "E0317" "broken-promise";
    /// An `expect` that the objects do not fulfil.
    FAILED_EXPECTATION = Error "E0318" "failed-expectation";
    /// A port name that the pods do not have, or not with this protocol (S24).
    UNKNOWN_PORT_NAME = Error "E0319" "unknown-port-name";
    /// A Service that leads to no pods which the manifests tell of.
    SERVICE_WITHOUT_SELECTOR = Error "E0320" "service-without-selector";

    /// A name that nothing declares, taken for pods by the label convention.
    UNDECLARED_NAME = Warning "W0401" "undeclared-name";
    /// A statement that another one covers.
    REDUNDANT_RULE = Warning "W0402" "redundant-rule";
    /// Pods that may connect to something, but not to the name server.
    EGRESS_WITHOUT_DNS = Warning "W0403" "egress-without-dns";
    /// A target that opens the ingress of the file's own pods besides what it names.
    WIDE_TARGET = Warning "W0404" "wide-target";
    /// A rule that is written into more than 100 policies.
    WIDE_SPREAD = Warning "W0405" "wide-spread";
    /// A rule that isolates every pod of a namespace, without a `default deny`.
    IMPLICIT_DEFAULT_DENY = Warning "W0406" "implicit-default-deny";
    /// A rule that writes nothing.
    NO_EFFECT = Warning "W0407" "no-effect";
    /// A peer that asks for labels that the file's own namespace may have.
    OWN_NAMESPACE_LABELS = Warning "W0408" "own-namespace-labels";
    /// A rule that leaves the other end of its connections shut.
    HALF_OPEN = Warning "W0409" "half-open";
    /// Private addresses that may be those of pods that a promise speaks of.
    CIDR_MAY_COVER_PODS = Warning "W0410" "cidr-may-cover-pods";
    /// An IPv6 address whose last group looks like a port.
    PORT_OR_GROUP = Warning "W0411" "port-or-group";
    /// A declaration that nothing uses.
    UNUSED_DECLARATION = Warning "W0412" "unused-declaration";
    /// An `except` that takes nothing away.
    EXCEPT_REMOVES_NOTHING = Warning "W0413" "except-removes-nothing";
    /// A port that another one of the same list covers.
    COVERED_PORT = Warning "W0414" "covered-port";
    /// A `# netpolc: allow(…)` that silences nothing.
    SILENCES_NOTHING = Warning "W0415" "silences-nothing";

    /// A place of a manifest where nothing is written, which means more than it seems (V5).
    EMPTY_VALUE = Warning "W0420" "empty-value";
    /// A bare word of a manifest that YAML reads as another one.
    MISREAD_WORD = Warning "W0421" "misread-word";
    /// Rules for a direction that `policyTypes` does not list (S8).
    IGNORED_RULES = Warning "W0422" "ignored-rules";
    /// Several objects of one kind, namespace and name in an inventory, which differ.
    DUPLICATE_OBJECT = Warning "W0423" "duplicate-object";

    /// A name of two things, of which the other may be meant.
    TWO_MEANINGS = Warning "W0430" "two-meanings";
    /// A workload whose labels select another one as well.
    SHARED_LABELS = Warning "W0431" "shared-labels";
    /// A port that no container of the pods declares.
    UNDECLARED_PORT = Warning "W0432" "undeclared-port";
    /// The port of a Service where that of its pods has to stand (S21).
    SERVICE_PORT = Warning "W0433" "service-port";
    /// A selector or a namespace that no manifest has anything for.
    MATCHES_NOTHING = Warning "W0434" "matches-nothing";
    /// A declared workload that no manifest has.
    ABSENT_WORKLOAD = Warning "W0435" "absent-workload";
    /// Workloads that no policy isolates.
    UNPROTECTED_WORKLOAD = Warning "W0436" "unprotected-workload";
    /// Pods of their nodes' network, which no policy can catch (S40).
    HOST_NETWORK = Warning "W0437" "host-network";

    /// A promise that leans on an isolation whose file is not among the inputs.
    FACT_OUTSIDE_RUN = Note "N0501" "fact-outside-run";
    /// A used promise about pods that are none of this file's.
    PROMISE_OF_OTHERS = Note "N0502" "promise-of-others";

    /// Bytes that are not UTF-8.
    INVALID_UTF8 = Error "E0801" "invalid-utf8";
    /// A file of more than 256 MiB, or a manifest of more than 2 GiB.
    FILE_TOO_LARGE = Error "E0802" "file-too-large";
    /// A used file that cannot be read.
    UNREADABLE_USE = Error "E0803" "unreadable-use";
    /// Manifests that cannot be read, or that are none.
    UNREADABLE_MANIFESTS = Error "E0804" "unreadable-manifests";

    /// Text that kubectl does not read as YAML.
    INVALID_YAML = Error "E0810" "invalid-yaml";
    /// A tag that changes what a YAML value is.
    UNREAD_TAG = Error "E0811" "unread-tag";
    /// YAML that nests too deep, or that aliases blow up.
    OVERSIZED_YAML = Error "E0812" "oversized-yaml";
    /// A key that one map has twice (V2).
    DUPLICATE_KEY = Error "E0813" "duplicate-key";
    /// A field that the API does not have (V1).
    UNKNOWN_FIELD = Error "E0814" "unknown-field";
    /// A value of another type than its field (V3, V4, V15).
    WRONG_TYPE = Error "E0815" "wrong-type";
    /// A field that has to be there (V6, V7, V14, V18 to V20, V22, V24, V29).
    MISSING_FIELD = Error "E0816" "missing-field";
    /// A NetworkPolicy of a version that no server has (V6).
    UNSERVED_VERSION = Error "E0817" "unserved-version";
    /// A word that is none of those that a field takes (V18, V22, V25).
    UNKNOWN_WORD = Error "E0818" "unknown-word";
    /// Values that cannot stand together (V12 to V14, V19, V22, V23, V28, V29).
    CONFLICTING_FIELDS = Error "E0819" "conflicting-fields";
    /// An object of an inventory whose namespace nothing says.
    NAMESPACELESS_OBJECT = Error "E0820" "namespaceless-object";
    /// What kustomize or Helm make manifests of.
    UNRENDERED_MANIFESTS = Error "E0821" "unrendered-manifests";
}
