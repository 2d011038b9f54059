//! What stands in a text, before anything is looked up: one [`Statement`] a logical line.
//!
//! Values (numbers, CIDRs, label values) are kept as they were written; `resolve` judges them.

use smol_str::SmolStr;

use crate::source::{FileId, Span};

/// One file, parsed. Whatever could not be parsed is missing here and has its diagnostic.
#[derive(Clone, Debug)]
pub struct Ast {
    /// The file.
    pub file: FileId,
    /// The statements, in the order of the text.
    pub statements: Vec<Statement>,
    /// The comments, in the order of the text.
    pub comments: Vec<Comment>,
    /// Words of declarations that could not be parsed: names that they may have declared, about
    /// which nothing further should be said.
    pub poisoned: Vec<SmolStr>,
    /// A `use` could not be parsed, so any name may have been declared by it.
    pub poisoned_use: bool,
    /// A `namespace` could not be parsed, so what stands behind it may belong to any namespace.
    pub poisoned_namespace: bool,
}

impl Ast {
    /// A file whose text could not be read, so that nothing is known of it.
    pub fn unknown(file: FileId) -> Self {
        Self {
            file,
            statements: Vec::new(),
            comments: Vec::new(),
            poisoned: Vec::new(),
            poisoned_use: true,
            poisoned_namespace: true,
        }
    }
}

/// `# text`, from the `#` to the end of the line.
#[derive(Clone, Debug)]
pub struct Comment {
    /// From the `#` to the last character of the line.
    pub span: Span,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// From its first token to its last.
    pub span: Span,
    /// What it says.
    pub kind: StatementKind,
}

/// The statements of the language.
#[derive(Clone, Debug)]
pub enum StatementKind {
    /// `use "FILE"`
    Use(Name),
    /// `manifests "PATH"`
    Manifests(Name),
    /// `namespace NAME, …`
    Namespace(Vec<Name>),
    /// `label KEY`
    Label(Name),
    /// `prefix NAME`
    Prefix(Name),
    /// `workload NAME, …`
    Workloads(Vec<Name>),
    /// `workload NAME = [ns/]selector`
    Workload(Workload),
    /// `network NAME = CIDR, …`
    Network(Network),
    /// `service NAME = PEER:PORTS`
    Service(Box<Service>),
    /// `group NAME = PEER, …`
    Group(Group),
    /// `allow`, `deny` and `expect …`
    Rule(Rule),
    /// `isolate PEER, … [ingress|egress]`, and `default deny [ingress|egress]`
    Isolate(Isolate),
}

/// A word or a string, at its place. For a string `text` is what the quotes hold, escapes undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name itself.
    pub text: SmolStr,
    /// Where it stands, quotes included.
    pub span: Span,
    /// Whether it stands in quotes.
    pub quoted: bool,
}

/// `workload NAME = [ns/]selector`
#[derive(Clone, Debug)]
pub struct Workload {
    /// The declared name.
    pub name: Name,
    /// The namespace before the `/`, where there is one.
    pub namespace: Option<Name>,
    /// The selector.
    pub selector: Selector,
}

/// `network NAME = CIDR, …`: each item an address, a CIDR or another network's name.
#[derive(Clone, Debug)]
pub struct Network {
    /// The declared name.
    pub name: Name,
    /// Its members. Only addresses and bare names are parsed here.
    pub members: Vec<PeerExpr>,
}

/// `service NAME = PEER:PORTS`
#[derive(Clone, Debug)]
pub struct Service {
    /// The declared name.
    pub name: Name,
    /// The peer behind it.
    pub peer: PeerExpr,
    /// Its ports.
    pub ports: Ports,
}

/// `group NAME = PEER, …`
#[derive(Clone, Debug)]
pub struct Group {
    /// The declared name.
    pub name: Name,
    /// Its members.
    pub members: Vec<PeerExpr>,
}

/// `allow|deny|expect allow|expect deny PEERS -> TARGETS [because "…"]`
#[derive(Clone, Debug)]
pub struct Rule {
    /// `allow` or `deny`.
    pub action: Action,
    /// Whether `expect` stands before it.
    pub expect: bool,
    /// The peers before the arrow.
    pub sources: Vec<PeerExpr>,
    /// The targets behind it.
    pub targets: Vec<Target>,
    /// The business reason.
    pub because: Option<Name>,
}

/// What a rule or an expectation says of its flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// They may pass.
    Allow,
    /// They never pass.
    Deny,
}

/// `isolate PEER, … [ingress|egress]`; `default deny` has the one subject `*`.
#[derive(Clone, Debug)]
pub struct Isolate {
    /// Whether it was written `default deny`.
    pub default_deny: bool,
    /// What is isolated. For `default deny` the one peer `*`, at the place of `deny`.
    pub subjects: Vec<PeerExpr>,
    /// In this direction only; in both where there is none.
    pub direction: Option<Direction>,
}

/// The two directions of a connection, seen from a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Connections that the pod accepts.
    Ingress,
    /// Connections that the pod opens.
    Egress,
}

/// `PEER [except PEER | except (PEER, …)]`
#[derive(Clone, Debug)]
pub struct PeerExpr {
    /// The whole, `except` included.
    pub span: Span,
    /// What is meant.
    pub peer: Peer,
    /// What is taken from it; empty where there is no `except`.
    pub except: Vec<Peer>,
}

/// One peer, without `except`.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: PeerKind,
}

/// The forms of a peer.
#[derive(Clone, Debug)]
pub enum PeerKind {
    /// `any` (not in quotes)
    Any,
    /// `frontend`, `"0day"`
    Name(Name),
    /// `[app=web]`
    Selector(Selector),
    /// `*`
    All,
    /// `monitoring/prometheus`, `[team=x]/*`, `*/[app=x]`
    In(NamespacePart, PodPart),
    /// `203.0.113.0/24`, `2001:db8::1`, `[2001:db8::1]` (brackets taken off): address, or CIDR, as written
    Address(Name),
}

/// What stands before the `/` of a peer.
#[derive(Clone, Debug)]
pub enum NamespacePart {
    /// The namespace of this name.
    Name(Name),
    /// The namespaces with these labels.
    Selector(Selector),
    /// `*`: all namespaces.
    All,
}

/// What stands behind the `/` of a peer.
#[derive(Clone, Debug)]
pub enum PodPart {
    /// The workload of this name.
    Name(Name),
    /// The pods with these labels.
    Selector(Selector),
    /// `*`: all pods.
    All,
}

/// `[REQUIREMENT, …]`, never empty.
#[derive(Clone, Debug)]
pub struct Selector {
    /// From bracket to bracket.
    pub span: Span,
    /// All of them hold.
    pub requirements: Vec<Requirement>,
}

/// One requirement of a selector.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// The whole requirement.
    pub span: Span,
    /// The label key, with its prefix: `app.kubernetes.io/name`.
    pub key: Name,
    /// What is required of it.
    pub operator: Operator,
    /// One value for `=` and `!=`, several for sets, none for the others. For `[app=]` one empty
    /// value, at the place behind the `=`.
    pub values: Vec<Name>,
    /// The parentheses around the values of a set.
    pub list: Option<Span>,
}

/// kubectl's selector operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// `key=value`, `key==value`
    Equals,
    /// `key!=value`
    NotEquals,
    /// `key in (a, b)`
    In,
    /// `key notin (a, b)`
    NotIn,
    /// `key`
    Exists,
    /// `!key`
    DoesNotExist,
}

/// `PEER[:PORTS][:ingress|:egress]`
#[derive(Clone, Debug)]
pub struct Target {
    /// The whole.
    pub span: Span,
    /// The peer, with its `except`.
    pub peer: PeerExpr,
    /// Its ports; all where there are none.
    pub ports: Option<Ports>,
    /// The end that enforces it; both where there is none.
    pub direction: Option<Direction>,
}

/// What stands behind a target's first colon.
#[derive(Clone, Debug)]
pub struct Ports {
    /// Without the colon, with the parentheses.
    pub span: Span,
    /// Whether they stand in parentheses.
    pub parentheses: bool,
    /// At least one.
    pub entries: Vec<Port>,
}

/// One entry of a list of ports.
#[derive(Clone, Debug)]
pub struct Port {
    /// With its protocol.
    pub span: Span,
    /// Which ports.
    pub kind: PortKind,
    /// What stands behind the `/`: any word here; TCP where there is none.
    pub protocol: Option<Name>,
}

/// The forms of a port.
#[derive(Clone, Debug)]
pub enum PortKind {
    /// `*`
    All,
    /// `8080`, as written
    Number(Name),
    /// `8000-8999`, as written
    Range(Name, Name),
    /// `http`, `"ingress"`
    Name(Name),
    /// `service` (not in quotes, without a protocol)
    Service,
}
