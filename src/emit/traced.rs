//! Which lines of a YAML text come from which statements.

use std::ops::Range;

use crate::emit::header::push_header;
use crate::emit::manifest::manifest;
use crate::emit::tree::Tree;
use crate::emit::yaml::YamlTree;
use crate::k8s::Policy;
use crate::source::{Origin, Span};

/// Lines that come from some statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Their bytes.
    pub bytes: Range<usize>,
    /// The statements.
    pub statements: Vec<Span>,
}

/// The text that [`yaml`](crate::emit::yaml()) writes, with the stretches of it that carry out statements.
pub fn traced(title: &str, policies: &[Policy]) -> (String, Vec<Stretch>) {
    let mut out = String::new();
    let mut stretches = Vec::new();
    if !policies.is_empty() {
        push_header(&mut out, title);
    }
    for policy in policies {
        out.push_str("---\n");
        let mut tree = Traced {
            yaml: YamlTree::new(&mut out),
            depth: 0,
            open: Vec::new(),
            stretches: Vec::new(),
        };
        manifest(&mut tree, policy);
        tree.end(0);
        stretches.append(&mut tree.stretches);
    }
    (out, stretches)
}

/// A stretch that has begun.
struct Open {
    depth: usize,
    start: usize,
    statements: Vec<Span>,
}

/// Writes YAML, and notes where what comes from statements begins and ends.
struct Traced<'a> {
    yaml: YamlTree<'a>,
    depth: usize,
    open: Vec<Open>,
    stretches: Vec<Stretch>,
}

impl Traced<'_> {
    /// Ends what has begun at this depth, or deeper.
    fn end(&mut self, depth: usize) {
        while let Some(open) = self.open.pop_if(|open| open.depth >= depth) {
            self.stretches.push(Stretch {
                bytes: open.start..self.yaml.len(),
                statements: open.statements,
            });
        }
    }
}

impl Tree for Traced<'_> {
    fn open_map(&mut self) {
        self.depth += 1;
        self.yaml.open_map();
    }

    fn close_map(&mut self) {
        self.end(self.depth);
        self.depth -= 1;
        self.yaml.close_map();
    }

    fn empty_map(&mut self) {
        self.yaml.empty_map();
    }

    fn open_list(&mut self) {
        self.depth += 1;
        self.yaml.open_list();
    }

    fn close_list(&mut self) {
        self.end(self.depth);
        self.depth -= 1;
        self.yaml.close_list();
    }

    fn empty_list(&mut self) {
        self.yaml.empty_list();
    }

    fn field(&mut self, name: &'static str) {
        // What isolates is said of the pods and of the directions, and not of what is let through.
        if matches!(name, "ingress" | "egress") {
            self.end(self.depth);
        }
        self.yaml.field(name);
    }

    fn key(&mut self, name: &str) {
        self.yaml.key(name);
    }

    fn item(&mut self) {
        self.yaml.item();
    }

    fn text(&mut self, text: &str) {
        self.yaml.text(text);
    }

    fn quoted(&mut self, text: &str) {
        self.yaml.quoted(text);
    }

    fn number(&mut self, number: i32) {
        self.yaml.number(number);
    }

    fn origins(&mut self, origins: &[Origin]) {
        self.end(self.depth);
        if !origins.is_empty() {
            self.open.push(Open {
                depth: self.depth,
                start: self.yaml.len(),
                statements: origins.iter().map(|origin| origin.span).collect(),
            });
        }
        self.yaml.origins(origins);
    }
}
