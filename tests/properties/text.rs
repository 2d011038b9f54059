//! Writes programs down, plainly or in some of the other ways there are.

use crate::properties::program::{
    Direction, Expr, File, Number, Operator, Peer, Place, Pods, Port, Protocol, Requirement,
    Selector, Statement, Target,
};
use crate::properties::random::Random;

/// The plain spelling of a file.
pub(crate) fn plain(file: &File) -> String {
    Writer { random: None }.file(file)
}

/// Another spelling, with blank lines and comments.
pub(crate) fn respelt(file: &File, random: &mut Random) -> String {
    Writer {
        random: Some(random),
    }
    .file(file)
}

struct Writer<'random> {
    random: Option<&'random mut Random>,
}

impl Writer<'_> {
    /// The first way where the spelling is plain, otherwise any.
    fn way(&mut self, ways: &[&'static str]) -> &'static str {
        match &mut self.random {
            None => ways[0],
            Some(random) => random.pick(ways),
        }
    }

    fn chance(&mut self) -> bool {
        self.random.as_mut().is_some_and(|random| random.chance(30))
    }

    fn file(&mut self, file: &File) -> String {
        let mut text = String::new();
        for statement in &file.top {
            self.line(statement, &mut text);
        }
        for section in &file.sections {
            let names = section.namespaces.join(self.comma());
            text.extend(["namespace ", &names]);
            self.end(&mut text);
            for statement in &section.statements {
                self.line(statement, &mut text);
            }
        }
        text
    }

    fn line(&mut self, statement: &Statement, text: &mut String) {
        text.push_str(self.way(&["", "", "  ", "\t"]));
        text.push_str(&self.statement(statement));
        self.end(text);
    }

    fn end(&mut self, text: &mut String) {
        text.push_str(self.way(&[
            "\n",
            "\n",
            " # allow nothing -> to-see\n",
            "  \n\n",
            "\n\t# [a comment\n\n",
            "\r\n",
        ]));
    }

    fn statement(&mut self, statement: &Statement) -> String {
        let is = self.way(&[" = ", "=", "   =\t"]);
        match statement {
            Statement::Use(name) => format!("use \"{name}\""),
            Statement::Label(key) => format!("label {key}"),
            Statement::Prefix(name) => format!("prefix {name}"),
            Statement::Workloads(names) => format!("workload {}", names.join(self.comma())),
            Statement::Workload(name, place, selector) => {
                let place = place.map_or_else(String::new, |place| format!("{place}/"));
                format!("workload {name}{is}{place}{}", self.selector(selector))
            }
            Statement::Network(name, members) => {
                format!("network {name}{is}{}", self.exprs(members))
            }
            Statement::Group(name, members) => format!("group {name}{is}{}", self.exprs(members)),
            Statement::Service(name, expr, ports) => {
                let target = self.target_parts(expr, ports, None);
                format!("service {name}{is}{target}")
            }
            Statement::Allow {
                sources,
                targets,
                because,
            } => {
                let targets: Vec<String> = targets.iter().map(|one| self.target(one)).collect();
                let arrow = self.way(&[" -> ", "->", "  ->\t", " ->\n   ", "-> # to\n\n"]);
                let reason = because.map_or_else(String::new, |why| format!(" because \"{why}\""));
                format!(
                    "allow {}{arrow}{}{reason}",
                    self.exprs(sources),
                    targets.join(self.comma())
                )
            }
            Statement::Deny { sources, targets } => {
                let targets: Vec<String> = targets.iter().map(|one| self.target(one)).collect();
                let arrow = self.way(&[" -> ", "->", " ->\n   "]);
                let targets = targets.join(self.comma());
                format!("deny {}{arrow}{targets}", self.exprs(sources))
            }
            Statement::Isolate(peers, direction) => {
                format!("isolate {}{}", self.exprs(peers), spaced(*direction))
            }
            Statement::DefaultDeny(direction) => format!("default deny{}", spaced(*direction)),
        }
    }

    fn comma(&mut self) -> &'static str {
        self.way(&[
            ", ",
            ", ",
            ",",
            " ,  ",
            ",\n    ",
            ", # and\n\n  # more\n  ",
        ])
    }

    fn exprs(&mut self, exprs: &[Expr]) -> String {
        let exprs: Vec<String> = exprs.iter().map(|one| self.expr(one)).collect();
        exprs.join(self.comma())
    }

    fn expr(&mut self, expr: &Expr) -> String {
        let peer = self.peer(&expr.peer);
        let except: Vec<String> = expr.except.iter().map(|one| self.peer(one)).collect();
        match except.as_slice() {
            [] => peer,
            [one] if !self.chance() => format!("{peer} except {one}"),
            all => {
                let all = all.join(self.comma());
                let end = self.way(&[")", ",)", " )"]);
                format!("{peer} except ({all}{end}")
            }
        }
    }

    fn peer(&mut self, peer: &Peer) -> String {
        match peer {
            Peer::Any => "any".to_owned(),
            Peer::Bare(name) => (*name).to_owned(),
            Peer::All => "*".to_owned(),
            Peer::Chosen(selector) => self.selector(selector),
            Peer::There(place, pods) => {
                let place = match place {
                    Place::Named(name) => (*name).to_owned(),
                    Place::Chosen(selector) => self.selector(selector),
                    Place::Every => "*".to_owned(),
                };
                let pods = match pods {
                    Pods::All => "*".to_owned(),
                    Pods::Name(name) => (*name).to_owned(),
                    Pods::Chosen(selector) => self.selector(selector),
                };
                format!("{place}/{pods}")
            }
            Peer::Block(block) if block.prefix_len() == block.max_prefix_len() => {
                block.addr().to_string()
            }
            Peer::Block(block) => block.to_string(),
        }
    }

    fn selector(&mut self, selector: &Selector) -> String {
        let parts: Vec<String> = selector.iter().map(|one| self.requirement(one)).collect();
        let open = self.way(&["[", "[ ", "[\n  "]);
        let close = self.way(&["]", " ]", ",]"]);
        format!("{open}{}{close}", parts.join(self.comma()))
    }

    fn requirement(&mut self, requirement: &Requirement) -> String {
        let key = requirement.key;
        let mut list = |values: &[&str]| {
            let comma = self.way(&[", ", ",", " , "]);
            let values = values.iter().map(|one| match *one {
                "" => "\"\"",
                one => one,
            });
            values.collect::<Vec<_>>().join(comma)
        };
        match &requirement.operator {
            Operator::Is(value) => format!("{key}{}{value}", self.way(&["=", "==", " = "])),
            Operator::IsNot(value) => format!("{key}{}{value}", self.way(&["!=", " != "])),
            Operator::In(values) => format!("{key} in ({})", list(values)),
            Operator::NotIn(values) => format!("{key} notin ({})", list(values)),
            Operator::Has => key.to_owned(),
            Operator::HasNot => format!("!{key}"),
        }
    }

    fn target(&mut self, target: &Target) -> String {
        self.target_parts(&target.expr, &target.ports, target.direction)
    }

    fn target_parts(
        &mut self,
        expr: &Expr,
        ports: &[Port],
        direction: Option<Direction>,
    ) -> String {
        let mut text = self.expr(expr);
        if ports.is_empty() && direction.is_none() {
            return text;
        }
        // An address takes its port in brackets; a prefix length ends it as well.
        if expr.except.is_empty()
            && let Peer::Block(block) = expr.peer
            && block.addr().is_ipv6()
            && (block.prefix_len() == block.max_prefix_len() || self.chance())
        {
            text = format!("[{text}]");
        }
        match ports {
            [] => {}
            [one] if !self.chance() => text.extend([":", &spelt(*one)]),
            all => {
                let all: Vec<String> = all.iter().map(|one| spelt(*one)).collect();
                let open = self.way(&["(", "( ", "(\n"]);
                let all = all.join(self.comma());
                let close = self.way(&[")", ",)", " )"]);
                text.extend([":", open, &all, close]);
            }
        }
        if let Some(direction) = direction {
            text.extend([":", word(direction)]);
        }
        text
    }
}

fn spelt(port: Port) -> String {
    let number = match port.number {
        Number::All => "*".to_owned(),
        Number::One(number) => number.to_string(),
        Number::Range(first, last) => format!("{first}-{last}"),
        Number::Named(name) => name.to_owned(),
    };
    match port.protocol {
        None => number,
        Some(Protocol::Tcp) => format!("{number}/tcp"),
        Some(Protocol::Udp) => format!("{number}/udp"),
        Some(Protocol::Sctp) => format!("{number}/sctp"),
    }
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    }
}

fn spaced(direction: Option<Direction>) -> String {
    direction.map_or_else(String::new, |one| format!(" {}", word(one)))
}
