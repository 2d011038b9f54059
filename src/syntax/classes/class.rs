//! The classes, a small closed set that every editor can tell apart without looking names up.

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// `# …`
    Comment,
    /// `"…"`, whatever it names
    String,
    /// `allow`, `default`, `except`, `because`
    Keyword,
    /// `->`, `=`, `!`, `in`, the dash of a range
    Operator,
    /// `ingress`, `egress` and `service` where they are no names
    Modifier,
    /// `any`, `*`
    Wildcard,
    /// The name of a peer, or a file's prefix
    Name,
    /// A name where it is declared
    Declaration,
    /// The name of a namespace
    Namespace,
    /// A label's key
    Key,
    /// A label's value
    Value,
    /// A port's number
    Number,
    /// A port's name
    Port,
    /// What stands behind the `/` of a port
    Protocol,
    /// An address or a CIDR, without the brackets around it
    Address,
    /// `,`, `:`, `/` and brackets
    Punctuation,
}

impl Class {
    /// All of them.
    pub const ALL: [Class; 16] = [
        Class::Comment,
        Class::String,
        Class::Keyword,
        Class::Operator,
        Class::Modifier,
        Class::Wildcard,
        Class::Name,
        Class::Declaration,
        Class::Namespace,
        Class::Key,
        Class::Value,
        Class::Number,
        Class::Port,
        Class::Protocol,
        Class::Address,
        Class::Punctuation,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Class::Comment => "comment",
            Class::String => "string",
            Class::Keyword => "keyword",
            Class::Operator => "operator",
            Class::Modifier => "modifier",
            Class::Wildcard => "wildcard",
            Class::Name => "name",
            Class::Declaration => "declaration",
            Class::Namespace => "namespace",
            Class::Key => "key",
            Class::Value => "value",
            Class::Number => "number",
            Class::Port => "port",
            Class::Protocol => "protocol",
            Class::Address => "address",
            Class::Punctuation => "punctuation",
        }
    }
}
