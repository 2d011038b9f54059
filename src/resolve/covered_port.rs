//! The lint of ports that another one of the same list covers: those that [`PortList::new`] drops.

use rustc_hash::FxHashMap;

use crate::diagnostics::{Diagnostic, codes, removals};
use crate::format;
use crate::model::{PortEntry, PortList, PortMatch};
use crate::resolve::ports;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::source::Span;
use crate::syntax::ast::{self, Comment, Port, PortKind, Ports};

impl Resolver<'_> {
    /// Warns of the ports of a target that its `list` does not need.
    pub(super) fn covered_ports(&mut self, target: &ast::Target, list: &PortList, scope: &Scope) {
        let comments = self
            .program
            .ast(scope.file)
            .map_or(&[][..], |ast| &ast.comments);
        let covered = target.ports.iter();
        let covered = covered.flat_map(|ports| check(ports, list, comments));
        self.diagnostics.extend(covered);
    }
}

/// The entries of `ports` that `list`, which they mean, does without. Each has a fix that takes it
/// out, unless one of the `comments` would go with it.
fn check(ports: &Ports, list: &PortList, comments: &[Comment]) -> Vec<Diagnostic> {
    let kept = list.entries();
    if ports.entries.len() == kept.len().max(1) {
        return Vec::new();
    }
    let meanings: Vec<Option<PortEntry>> = ports.entries.iter().map(meaning).collect();
    let mut places: FxHashMap<&Option<PortEntry>, usize> = FxHashMap::default();
    for (at, meaning) in meanings.iter().enumerate() {
        places.entry(meaning).or_insert(at);
    }
    let stays = |at: usize, meaning: &Option<PortEntry>| {
        places.get(meaning) == Some(&at)
            && match meaning {
                None => true,
                Some(entry) => kept.binary_search(entry).is_ok(),
            }
    };
    let entries: Vec<(Span, bool)> = (0..)
        .zip(ports.entries.iter().zip(&meanings))
        .map(|(at, (port, meaning))| (port.span, !stays(at, meaning)))
        .collect();
    let mut found = Vec::new();
    for ((port, meaning), removal) in ports.entries.iter().zip(&meanings).zip(removals(&entries)) {
        let Some(removal) = removal else {
            continue;
        };
        let cover = meaning
            .as_ref()
            .and_then(|entry| cover(kept, entry))
            .cloned();
        let cover = places.get(&cover).and_then(|at| ports.entries.get(*at));
        found.extend(cover.map(|cover| covered(port, cover, removal, comments)));
    }
    found
}

/// What an entry means; `None` for all ports of all protocols.
fn meaning(port: &Port) -> Option<PortEntry> {
    match (&port.kind, &port.protocol) {
        (PortKind::All, None) => None,
        _ => ports::entry(port).ok(),
    }
}

/// The entry of a canonical list that covers `entry`.
fn cover<'l>(kept: &'l [PortEntry], entry: &PortEntry) -> Option<&'l PortEntry> {
    let of = |ports| PortEntry {
        ports,
        protocol: entry.protocol,
    };
    let whole = [
        entry.clone(),
        of(PortMatch::All),
        of(PortMatch::Range(1, u16::MAX)),
    ];
    let found = whole.iter().find_map(|one| kept.binary_search(one).ok());
    if let Some(at) = found {
        return kept.get(at);
    }
    let PortMatch::Range(low, _) = entry.ports else {
        return None;
    };
    // None of the kept ranges of a protocol covers another, so the last that starts no later than
    // this one is the one that reaches farthest.
    let behind = kept.partition_point(|one| one.ports <= PortMatch::Range(low, u16::MAX));
    let before = kept.get(..behind)?;
    before.iter().rfind(|one| one.protocol == entry.protocol)
}

fn covered(port: &Port, cover: &Port, removal: Span, comments: &[Comment]) -> Diagnostic {
    let (text, by) = (written(port), written(cover));
    let message = if text == by {
        format!("`{text}` is in the list twice")
    } else {
        format!("`{text}` is in the list already: `{by}` covers it")
    };
    let diagnostic = Diagnostic::new(&codes::COVERED_PORT, port.span, message)
        .also(cover.span, "covered by this");
    let first = comments.partition_point(|comment| comment.span.start < removal.start);
    let comment = comments.get(first);
    if comment.is_some_and(|comment| comment.span.start < removal.end) {
        return diagnostic.help(format!("take `{text}` out"));
    }
    diagnostic.fix(format!("take `{text}` out"), removal, "")
}

fn written(port: &Port) -> String {
    format::ports(&Ports {
        span: port.span,
        parentheses: false,
        entries: vec![port.clone()],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::syntax::ast::Name;

    /// One entry, at the place of its turn in the list.
    fn port(at: usize, kind: &PortKind, protocol: Option<&str>) -> Port {
        let at = u32::try_from(at).unwrap();
        let span = Span::new(FileId(0), 10 * at, 10 * at + 5);
        Port {
            span,
            kind: kind.clone(),
            protocol: protocol.map(word),
        }
    }

    fn word(text: &str) -> Name {
        Name {
            text: text.into(),
            span: Span::new(FileId(0), 0, 0),
            quoted: false,
        }
    }

    fn kinds() -> Vec<PortKind> {
        let range = |low, high| PortKind::Range(word(low), word(high));
        vec![
            PortKind::All,
            PortKind::Number(word("80")),
            range("80", "80"),
            range("70", "80"),
            range("70", "90"),
            range("80", "95"),
            range("1", "65535"),
            PortKind::Name(word("http")),
        ]
    }

    #[test]
    fn exactly_what_the_list_drops_is_reported() {
        let mut entries = Vec::new();
        for kind in kinds() {
            for protocol in [None, Some("tcp"), Some("udp")] {
                entries.push((kind.clone(), protocol));
            }
        }
        let (mut lists, mut reported) = (0, 0);
        for one in &entries {
            for two in &entries {
                for three in &entries {
                    let listed = [one, two, three].into_iter().enumerate();
                    let listed = listed.map(|(at, (kind, protocol))| port(at, kind, *protocol));
                    reported += judge(listed.collect());
                    lists += 1;
                }
            }
        }
        assert_eq!(lists, 24_usize.pow(3));
        assert!(reported > lists, "{reported}");
    }

    /// How many entries of a list are reported.
    fn judge(entries: Vec<Port>) -> usize {
        let ports = Ports {
            span: entries[0].span,
            parentheses: true,
            entries,
        };
        let list = ports::resolve(&ports).unwrap();
        let found = check(&ports, &list, &[]);
        let gone: Vec<Span> = found.iter().map(|one| one.primary.span).collect();
        let mut left = ports.clone();
        left.entries.retain(|port| !gone.contains(&port.span));
        // What is left means the same, and nothing of it can go: it is all that the list has.
        assert_eq!(ports::resolve(&left).unwrap(), list);
        assert_eq!(left.entries.len(), list.entries().len().max(1), "{ports:?}");
        assert!(check(&left, &list, &[]).is_empty());
        // What covers an entry stays.
        for one in &found {
            assert!(!gone.contains(&one.secondary[0].span), "{one:?}");
            assert_eq!(one.fixes.len(), 1);
        }
        found.len()
    }
}
