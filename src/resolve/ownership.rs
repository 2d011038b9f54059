//! Whether a rule is this file's business: some end of each pair lies in an owned namespace, and what
//! a policy has to select can be selected.

use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Ownership, PeerId};
use crate::resolve::members::Member;
use crate::resolve::resolver::Resolver;
use crate::resolve::target::ResolvedTarget;
use crate::sets::Direction;

/// Checks an `allow` pair by pair, and reports each target, or source, that is nobody's here.
pub(super) fn check(
    resolver: &mut Resolver<'_>,
    sources: &[Member],
    targets: &[ResolvedTarget],
) -> bool {
    let sources: Vec<(Member, Ends)> = sources
        .iter()
        .map(|source| (*source, Ends::of(resolver, source.peer)))
        .collect();
    let mut wrong = Vec::new();
    for target in targets {
        let ends = Ends::of(resolver, target.member.peer);
        let ingress = target.target.admits(Direction::Ingress);
        let egress = target.target.admits(Direction::Egress);
        if ingress && ends.restricted {
            wrong.push(inexpressible(target.member));
            continue;
        }
        // A source is isolated where its target is not owned, or the rule says `:egress`.
        let isolates = egress && (!ingress || !ends.owned);
        let restricted = sources.iter().find(|(_, ends)| isolates && ends.restricted);
        if let Some((source, _)) = restricted {
            wrong.push(inexpressible(*source));
            continue;
        }
        if ingress && ends.mine {
            continue;
        }
        if let Some((source, _)) = sources.iter().find(|(_, ends)| !egress || !ends.mine) {
            if resolver.lost_namespace(resolver.root) {
                return false;
            }
            wrong.push(not_yours(resolver, *source, target));
        }
    }
    let sound = wrong.is_empty();
    resolver.diagnostics.extend(wrong);
    sound
}

/// How a peer stands to the owned namespaces.
#[derive(Clone, Copy, Debug)]
struct Ends {
    /// All of it is owned.
    owned: bool,
    /// Some of it is surely in an owned namespace.
    mine: bool,
    /// It lies in owned namespaces, and some of it asks for labels of theirs that are not known.
    restricted: bool,
}

impl Ends {
    fn of(resolver: &Resolver<'_>, peer: PeerId) -> Self {
        let mut ends = Self {
            owned: true,
            mine: false,
            restricted: false,
        };
        let mut pinned = true;
        for part in &resolver.model.peer(peer).parts {
            let ownership = resolver.model.ownership(*part);
            ends.owned &= matches!(ownership, Ownership::Owned(_));
            ends.mine |= matches!(ownership, Ownership::Owned(_) | Ownership::Shared);
            ends.restricted |= ownership == Ownership::Restricted;
            pinned &= matches!(ownership, Ownership::Owned(_) | Ownership::Restricted);
        }
        // One that reaches beyond is nobody's subject.
        ends.restricted &= pinned;
        ends
    }
}

/// The error of a subject that a pod selector cannot say.
pub(super) fn inexpressible(member: Member) -> Diagnostic {
    let message = "a policy selects its own pods by their labels, not by those of their namespace";
    member
        .wrong(&codes::INEXPRESSIBLE_SUBJECT, message)
        .help("name the namespace, and the pods by their own labels")
}

fn not_yours(resolver: &mut Resolver<'_>, source: Member, target: &ResolvedTarget) -> Diagnostic {
    let owned = resolver.model.namespaces.iter();
    let owned: Vec<&str> = owned.filter_map(|own| own.name()).take(3).collect();
    let place = match owned.as_slice() {
        [] => "the namespace that this file is applied to".to_owned(),
        [one] => format!("`{one}`, the namespace of this file"),
        several => format!(
            "a namespace of this file, such as `{}`",
            several.join("`, `")
        ),
    };
    let from = resolver.written(source);
    let to = resolver.written(target.member);
    let (member, what) = match target.target.direction {
        Some(Direction::Ingress) => (target.member, format!("the target `{to}` is not")),
        Some(Direction::Egress) => (source, format!("the source `{from}` is not")),
        None => (target.member, format!("neither `{from}` nor `{to}` is")),
    };
    let message = format!("{what} in {place}, so no policy here can enforce it");
    let diagnostic = member.wrong(&codes::NOT_YOURS, message);
    let diagnostic = match target.target.direction {
        None => diagnostic.also(source.within.unwrap_or(source.span), "from here"),
        Some(_) => diagnostic,
    };
    diagnostic.help("say it in the file that declares that namespace")
}
