//! The connection that a conflict shows is in both of its lines.

use netpolc::check::Judged;
use netpolc::check::conflict::{self, Conflict};
use netpolc::diagnostics::codes;
use netpolc::model::{Isolated, Namespace};
use netpolc::resolve::{Linker, Resolved, resolve};
use netpolc::sets::{self, FlowPoint};
use netpolc::source::{FileId, Sources, Span};
use netpolc::syntax;

use crate::properties::case::Verdict;
use crate::properties::conflicts::WISHES;
use crate::properties::oracle::{Intent, Pair};
use crate::properties::program::{Program, Protocol};
use crate::properties::side::View;
use crate::properties::suite::{FILES, Suite, each_suite, is_refused};
use crate::properties::universe::{Endpoint, HOME, Labels, NAMESPACE_NAME, Pod, Point};

#[test]
fn witnesses_of_conflicts_are_in_both_lines() {
    let mut witnesses = 0;
    each_suite(50_000, 400, WISHES, |_, suite| {
        let run = suite.compile();
        if is_refused(&run) {
            return Verdict::NotCompiled;
        }
        let found = Found::of(suite);
        let reported = run.diagnostics.iter();
        let reported = reported.filter(|one| *one.code == codes::CONFLICT).count();
        if reported != found.conflicts.len() {
            let found = found.conflicts.len();
            return Verdict::Fails(format!("{found} conflicts, of which it says {reported}"));
        }
        witnesses += reported;
        let wrong = found.conflicts.iter().find(|one| !found.is_in_both(one));
        wrong.map_or(Verdict::Holds, |wrong| Verdict::Fails(format!("{wrong:?}")))
    });
    assert!(witnesses > 150, "only {witnesses} witnesses");
}

/// The conflicts of a suite, and what its files say.
struct Found {
    conflicts: Vec<Conflict>,
    sources: Sources,
    /// Each input by its index in the files.
    intents: Vec<(usize, Intent)>,
}

impl Found {
    fn of(suite: &Suite) -> Self {
        let mut sources = Sources::default();
        let mut linker = Linker::default();
        let mut files = Vec::new();
        for (name, text) in FILES.iter().zip(suite.texts()) {
            let file = sources.add(*name, text.clone());
            let (ast, _) = syntax::parse(file, &text);
            files.push((file, linker.add(ast)));
        }
        let inputs = suite.inputs();
        for (at, program) in &inputs {
            if program.main.uses().is_some() {
                let (file, index) = files[*at];
                linker.link(index, files[2].1, Span::new(file, 0, 0));
            }
        }
        let (program, _) = linker.finish(&mut sources, Namespace::unnamed());
        let resolved: Vec<(usize, Resolved, Isolated)> = inputs
            .iter()
            .map(|(at, _)| {
                let resolved = resolve(&program, files[*at].1);
                let isolated = Isolated::of(&resolved.model);
                (*at, resolved, isolated)
            })
            .collect();
        let judged = resolved.iter().map(|(at, resolved, isolated)| Judged {
            ast: program.ast(files[*at].1).unwrap(),
            model: &resolved.model,
            isolated,
            mentioned: &resolved.mentioned,
            peers: &resolved.peers,
            targets: &resolved.targets,
            workloads: None,
            is_used: program.is_used(files[*at].1),
        });
        let conflicts = conflict::find(&judged.collect::<Vec<_>>());
        let intents = inputs.iter();
        let intents = intents.map(|(at, one): &(usize, Program)| (*at, Intent::new(one)));
        Self {
            conflicts,
            sources,
            intents: intents.collect(),
        }
    }

    fn is_in_both(&self, conflict: &Conflict) -> bool {
        let flow = connection(&conflict.witness);
        let (allow, deny) = (self.place(conflict.allow), self.place(conflict.deny));
        let mut allows = self.intents.iter().filter(|(at, _)| *at == allow.0);
        let allowed = allows.any(|(_, intent)| has(&intent.pairs, allow.1, &flow));
        let denied = self.intents.iter().any(|(at, intent)| {
            let own = *at == deny.0 && has(&intent.denies, deny.1, &flow);
            own || (deny.0 == 2 && has(&intent.used_denies, deny.1, &flow))
        });
        let (_, target, point) = &flow;
        let nameless = matches!(target, Endpoint::Pod(_)) || point.names.is_empty();
        allowed && denied && nameless && point.number > 0
    }

    /// The file and the line of a statement.
    fn place(&self, span: Span) -> (usize, usize) {
        let FileId(file) = span.file;
        let source = self.sources.get(span.file).unwrap();
        let file = usize::try_from(file).unwrap();
        (file, source.position(span.start).line)
    }
}

fn has(pairs: &[Pair], line: usize, (source, target, point): &Connection) -> bool {
    pairs.iter().any(|pair| {
        pair.line == line
            && pair.source.has(source, View::Other)
            && pair.target.has(target, View::Other)
            && pair.has_port(point)
    })
}

type Connection = (Endpoint, Endpoint, Point);

fn connection(witness: &FlowPoint) -> Connection {
    let protocol = match witness.port.protocol {
        sets::Protocol::Tcp => Protocol::Tcp,
        sets::Protocol::Udp => Protocol::Udp,
        sets::Protocol::Sctp => Protocol::Sctp,
    };
    let point = Point {
        protocol,
        number: witness.port.number,
        names: witness.port.names.iter().map(ToString::to_string).collect(),
    };
    (endpoint(&witness.source), endpoint(&witness.target), point)
}

/// A pod has to be in a namespace with a name.
fn endpoint(end: &sets::Endpoint) -> Endpoint {
    let pod = match end {
        sets::Endpoint::Address(address) => return Endpoint::Address(*address),
        sets::Endpoint::Pod(pod) => pod,
    };
    let labels = |all: &std::collections::BTreeMap<_, _>| -> Labels {
        let all = all.iter();
        all.map(|(key, value): (&smol_str::SmolStr, &smol_str::SmolStr)| {
            (key.to_string(), value.to_string())
        })
        .collect()
    };
    let mut namespace_labels = labels(&pod.namespace);
    let namespace = match pod.namespace_name().unwrap() {
        Namespace::UNNAMED => HOME.to_owned(),
        name => name.to_owned(),
    };
    namespace_labels.insert(NAMESPACE_NAME.to_owned(), namespace.clone());
    Endpoint::Pod(Pod {
        namespace,
        labels: labels(&pod.labels),
        namespace_labels,
    })
}
