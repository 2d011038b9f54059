//! Collects what a file declares, and says what is wrong with its declarations by themselves.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Mutex;

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::resolve::declarations::{
    Declarations, Home, NamedThing, Section, WorkloadThing, sorted,
};
use crate::resolve::{selector, value};
use crate::sets::{Selector, Values};
use crate::source::Span;
use crate::syntax::ast::{Ast, Name, StatementKind, Workload};

/// The label key of the convention where no `label` says otherwise.
const DEFAULT_LABEL: &str = "app";

/// Collects the declarations of a file, and says what is wrong with them by themselves.
pub(super) fn collect(ast: &Ast) -> (Declarations, Vec<Diagnostic>) {
    let sections = sections(ast);
    let declared = sections.iter().flat_map(|section| &section.namespaces);
    let mut collector = Collector {
        declarations: Declarations {
            declared: declared.cloned().collect(),
            label: SmolStr::new_static(DEFAULT_LABEL),
            prefix: None,
            sections,
            named: HashMap::new(),
            workloads: HashMap::new(),
            homes: HashMap::new(),
            names: Mutex::default(),
        },
        diagnostics: Vec::new(),
    };
    collector.settings(ast);
    collector.namespaces(ast);
    collector.names(ast);
    (collector.declarations, collector.diagnostics)
}

fn sections(ast: &Ast) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut namespaces: Vec<SmolStr> = Vec::new();
    let mut start = 0;
    for (index, statement) in ast.statements.iter().enumerate() {
        if let StatementKind::Namespace(names) = &statement.kind {
            sections.push(Section {
                namespaces: std::mem::take(&mut namespaces),
                statements: start..index,
            });
            start = index;
            for name in names {
                if !namespaces.contains(&name.text) {
                    namespaces.push(name.text.clone());
                }
            }
        }
    }
    sections.push(Section {
        namespaces,
        statements: start..ast.statements.len(),
    });
    sections
}

struct Collector {
    declarations: Declarations,
    diagnostics: Vec<Diagnostic>,
}

impl Collector {
    fn settings(&mut self, ast: &Ast) {
        let mut label: Option<Span> = None;
        let mut prefix: Option<Span> = None;
        for statement in &ast.statements {
            match &statement.kind {
                StatementKind::Label(key) => {
                    self.once("label", &mut label, statement.span);
                    match value::label_key(key) {
                        Ok(()) => self.declarations.label = key.text.clone(),
                        Err(diagnostic) => self.diagnostics.push(diagnostic),
                    }
                }
                StatementKind::Prefix(name) => {
                    self.once("prefix", &mut prefix, statement.span);
                    match value::prefix(name) {
                        Ok(()) => self.declarations.prefix = Some(name.text.clone()),
                        Err(diagnostic) => self.diagnostics.push(diagnostic),
                    }
                }
                _ => {}
            }
        }
    }

    fn once(&mut self, word: &str, first: &mut Option<Span>, span: Span) {
        let Some(earlier) = *first else {
            *first = Some(span);
            return;
        };
        let message = format!("`{word}` is said twice in one file");
        self.diagnostics.push(
            Diagnostic::new(&codes::REPEATED_SETTING, span, message)
                .also(earlier, "first here")
                .help(format!(
                    "keep one `{word}`: it holds for the whole file, wherever it stands"
                )),
        );
    }

    fn namespaces(&mut self, ast: &Ast) {
        let mut declared = false;
        for statement in &ast.statements {
            if let StatementKind::Namespace(names) = &statement.kind {
                declared = true;
                let wrong = names.iter().filter_map(|name| value::namespace(name).err());
                self.diagnostics.extend(wrong);
            }
        }
        let told = declared && !ast.poisoned_namespace;
        let Some(before) = self.declarations.sections.first().filter(|_| told) else {
            return;
        };
        let statements = ast
            .statements
            .get(before.statements.clone())
            .unwrap_or_default();
        for statement in statements {
            let what = match &statement.kind {
                StatementKind::Rule(_) | StatementKind::Isolate(_) => "a rule",
                StatementKind::Workloads(_) => "a workload",
                StatementKind::Workload(workload) if workload.namespace.is_none() => "a workload",
                _ => continue,
            };
            self.diagnostics.push(
                Diagnostic::new(
                    &codes::BEFORE_NAMESPACE,
                    statement.span,
                    format!("{what} stands before the first `namespace` of the file"),
                )
                .help("move it below the `namespace` that it belongs to"),
            );
        }
    }

    fn names(&mut self, ast: &Ast) {
        for section in 0..self.declarations.sections.len() {
            let Some(statements) = self
                .declarations
                .sections
                .get(section)
                .map(|one| one.statements.clone())
            else {
                continue;
            };
            for index in statements {
                let Some(statement) = ast.statements.get(index) else {
                    continue;
                };
                match &statement.kind {
                    StatementKind::Workloads(names) => {
                        for name in names {
                            self.bare_workload(name, section);
                        }
                    }
                    StatementKind::Workload(workload) => self.workload(workload, section),
                    StatementKind::Network(network) => self.named(&network.name, index, section),
                    StatementKind::Service(service) => self.named(&service.name, index, section),
                    StatementKind::Group(group) => self.named(&group.name, index, section),
                    _ => {}
                }
            }
        }
        self.duplicates(ast.poisoned_namespace);
    }

    fn bare_workload(&mut self, name: &Name, section: usize) {
        let selector = match value::label_value(name) {
            Ok(()) => {
                let values = Values::one_of([name.text.clone()]);
                Some(Selector::everything().with(self.declarations.label.clone(), values))
            }
            Err(diagnostic) => {
                self.diagnostics.push(
                    diagnostic
                        .note("a workload's name is the value of its label")
                        .help("give the workload a name of its own: `workload NAME = [KEY=VALUE]`"),
                );
                None
            }
        };
        self.add_workload(name, Home::Section(section), selector);
    }

    fn workload(&mut self, workload: &Workload, section: usize) {
        let selector = match selector::resolve(&workload.selector) {
            Ok(selector) => Some(selector),
            Err(diagnostics) => {
                self.diagnostics.extend(diagnostics);
                None
            }
        };
        let home = match &workload.namespace {
            Some(namespace) => {
                self.diagnostics.extend(value::namespace(namespace).err());
                Home::Namespace(namespace.text.clone())
            }
            None => Home::Section(section),
        };
        self.add_workload(&workload.name, home, selector);
    }

    fn add_workload(&mut self, name: &Name, home: Home, selector: Option<Selector>) {
        let thing = WorkloadThing {
            home,
            selector,
            span: name.span,
        };
        self.declarations.add_workload(name.text.clone(), thing);
    }

    fn named(&mut self, name: &Name, statement: usize, section: usize) {
        let thing = NamedThing {
            statement,
            section,
            span: name.span,
        };
        match self.declarations.named.entry(name.text.clone()) {
            Entry::Vacant(place) => {
                place.insert(thing);
            }
            Entry::Occupied(first) => {
                let diagnostic = duplicate(&name.text, name.span, first.get().span);
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// One name for two things is an error, but for workloads of different namespaces; where a
    /// `namespace` is `lost`, two workloads may be such ones.
    fn duplicates(&mut self, lost: bool) {
        let mut found = Vec::new();
        for (name, workloads) in sorted(&self.declarations.workloads) {
            if let Some(thing) = self.declarations.named.get(name) {
                let workload = workloads
                    .first()
                    .map_or(thing.span, |workload| workload.span);
                let (first, second) = (thing.span.min(workload), thing.span.max(workload));
                found.push(duplicate(name, second, first));
            }
            let mut taken: HashMap<Option<&SmolStr>, Span> = HashMap::new();
            for workload in workloads.iter().filter(|_| !lost) {
                let homes = self.declarations.namespaces_of(&workload.home);
                let floating = homes.is_empty().then_some(None);
                for home in homes.iter().map(Some).chain(floating) {
                    match taken.get(&home) {
                        Some(first) => {
                            found.push(duplicate(name, workload.span, *first));
                            break;
                        }
                        None => {
                            taken.insert(home, workload.span);
                        }
                    }
                }
            }
        }
        self.diagnostics.append(&mut found);
    }
}

fn duplicate(name: &str, span: Span, first: Span) -> Diagnostic {
    let message = format!("`{name}` is declared twice");
    Diagnostic::new(&codes::DUPLICATE_NAME, span, message)
        .also(first, "first here")
        .help("give one of them another name")
}
