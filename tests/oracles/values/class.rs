//! The kinds of values that Kubernetes has rules for.

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    LabelKey,
    LabelValue,
    Namespace,
    PortName,
    Number,
    Range,
    Ipv4,
    Ipv6,
    Except,
}

/// Where a value stands: in a program, and in the spec of an object that asks the same of Kubernetes.
/// `@` is the value; where the spec has none, the value is the object's namespace.
pub(crate) struct Place {
    pub(crate) program: &'static str,
    pub(crate) spec: &'static str,
}

const fn place(program: &'static str, spec: &'static str) -> Place {
    Place { program, spec }
}

impl Class {
    pub(crate) const ALL: [Self; 9] = [
        Self::LabelKey,
        Self::LabelValue,
        Self::Namespace,
        Self::PortName,
        Self::Number,
        Self::Range,
        Self::Ipv4,
        Self::Ipv6,
        Self::Except,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::LabelKey => "label key",
            Self::LabelValue => "label value",
            Self::Namespace => "namespace",
            Self::PortName => "port name",
            Self::Number => "port number",
            Self::Range => "port range",
            Self::Ipv4 => "IPv4 CIDR",
            Self::Ipv6 => "IPv6 CIDR",
            Self::Except => "except",
        }
    }

    pub(crate) fn places(self) -> &'static [Place] {
        match self {
            Self::LabelKey => LABEL_KEYS,
            Self::LabelValue => LABEL_VALUES,
            Self::Namespace => NAMESPACES,
            Self::PortName | Self::Number | Self::Range => PORTS,
            Self::Ipv4 | Self::Ipv6 => BLOCKS,
            Self::Except => EXCEPTS,
        }
    }

    /// Whether the value is of the IPv6 family at a place, as far as it is of any.
    pub(crate) fn is_ipv6(self, place: usize) -> bool {
        self == Self::Ipv6 || self == Self::Except && EXCEPTS[place].program.contains("::")
    }
}

const LABEL_KEYS: &[Place] = &[
    place(
        "allow [@=x] -> web\n",
        "{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {@: x}}}]}]}",
    ),
    place(
        "allow web -> ops/[@]\n",
        "{podSelector: {}, egress: [{to: [{podSelector: {matchExpressions: \
         [{key: @, operator: Exists}]}}]}]}",
    ),
    place(
        "allow web -> [@ in (x, z)]\n",
        "{podSelector: {matchExpressions: [{key: @, operator: In, values: [x, z]}]}}",
    ),
    place(
        "allow [!@]/* -> web\n",
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchExpressions: \
         [{key: @, operator: DoesNotExist}]}}]}]}",
    ),
];

const LABEL_VALUES: &[Place] = &[
    place(
        "allow [k=@] -> web\n",
        "{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {k: @}}}]}]}",
    ),
    place(
        "allow web -> ops/[k!=@]\n",
        "{podSelector: {}, egress: [{to: [{podSelector: {matchExpressions: \
         [{key: k, operator: NotIn, values: [@]}]}}]}]}",
    ),
    place(
        "allow web -> [k in (x, @)]\n",
        "{podSelector: {matchExpressions: [{key: k, operator: In, values: [x, @]}]}}",
    ),
];

const NAMESPACES: &[Place] = &[
    place("namespace @\nallow api -> web\n", "{podSelector: {}}"),
    place("allow @/api -> web\n", "{podSelector: {}}"),
];

const PORTS: &[Place] = &[
    place(
        "allow api -> web:@\n",
        "{podSelector: {}, ingress: [{ports: [{port: @}]}]}",
    ),
    place(
        "allow api -> web:(22, @/udp)\n",
        "{podSelector: {}, ingress: [{ports: [{port: 22}, {protocol: UDP, port: @}]}]}",
    ),
];

const BLOCKS: &[Place] = &[
    place(
        "allow @ -> web\n",
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: @}}]}]}",
    ),
    place(
        "allow web -> @\n",
        "{podSelector: {}, egress: [{to: [{ipBlock: {cidr: @}}]}]}",
    ),
    place(
        "network n = 192.0.2.1, @\nallow n -> web\n",
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.1/32}}, {ipBlock: {cidr: @}}]}]}",
    ),
];

const EXCEPTS: &[Place] = &[
    place(
        "allow 10.0.0.0/8 except @ -> web\n",
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [@]}}]}]}",
    ),
    place(
        "network n = 0.0.0.0/0 except (10.0.0.0/8, @)\nallow web -> n\n",
        "{podSelector: {}, egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, @]}}]}]}",
    ),
    place(
        "allow web -> 2001:db8::/32 except @\n",
        "{podSelector: {}, egress: [{to: [{ipBlock: {cidr: '2001:db8::/32', except: [@]}}]}]}",
    ),
    place(
        "allow ::/0 except @ -> web\n",
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: '::/0', except: [@]}}]}]}",
    ),
];
