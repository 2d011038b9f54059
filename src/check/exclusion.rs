//! What mends a conflict: an `except` where one removes exactly the overlap, else words.

use crate::check::clash::Clash;
use crate::check::run::points::Points;
use crate::check::run::statements;
use crate::check::run::whole::{Pair, RunPart, Whole};
use crate::diagnostics::Diagnostic;
use crate::format;
use crate::model::{Model, Part, PeerId, Rule, isolates};
use crate::sets::{Budget, Direction, Pods};
use crate::syntax::ast::{PeerExpr, PeerKind};

/// What one comparison of ports may cost.
const STEPS: u64 = 10_000;

/// Adds what mends a conflict.
pub(super) fn mend(whole: &Whole<'_>, clash: &Clash<'_>, diagnostic: Diagnostic) -> Diagnostic {
    let overlap = Overlap::of(whole, clash);
    if let Some((expr, less)) = exclusion(whole, clash, overlap) {
        let text = format::peer_expr(&less);
        return diagnostic
            .help(format!("leave out what the promise is about: `{text}`"))
            .fix(format!("write `{text}`"), expr.span, text);
    }
    diagnostic.help(match overlap {
        Overlap {
            sources: true,
            targets: true,
            ports: true,
        } => "all that this allows is denied: take one of the two out",
        Overlap {
            sources: true,
            targets: true,
            ports: false,
        } => "list the ports that are meant, and leave out those of the promise",
        _ => {
            "allow only what the promise leaves: narrow the source, the target or the ports, and \
             split the rule where one line cannot say it"
        }
    })
}

/// In which dimensions an `allow` lies wholly within a promise.
#[derive(Clone, Copy)]
struct Overlap {
    sources: bool,
    targets: bool,
    ports: bool,
}

impl Overlap {
    fn of(whole: &Whole<'_>, clash: &Clash<'_>) -> Self {
        let rules = whole.rules(&clash.allow).iter();
        let allowed: Vec<Pair> = rules
            .flat_map(|rule| whole.pairs(clash.allow.file, rule))
            .collect();
        let denied: Vec<Pair> = clash.promise.pairs(whole).collect();
        let all = |within: &dyn Fn(&Pair, &Pair) -> bool| {
            allowed
                .iter()
                .all(|one| denied.iter().any(|other| within(one, other)))
        };
        Self {
            sources: all(&|one, other| covers(whole, other.source, one.source)),
            targets: all(&|one, other| covers(whole, other.target, one.target)),
            ports: all(&|one, other| {
                let budget = &mut Budget::new(STEPS);
                let (own, others) = (whole.ports(one.ports), whole.ports(other.ports));
                own.is_subset(others, budget) == Ok(true)
            }),
        }
    }
}

fn covers(whole: &Whole<'_>, wider: RunPart, part: RunPart) -> bool {
    whole.points(part).is_subset(whole.points(wider))
}

/// The peer of the `allow` that has to lose what the promise has at that end, and what is left of it:
/// where the rest of the rule lies wholly within the promise, and one `except` can say it.
fn exclusion<'a>(
    whole: &Whole<'a>,
    clash: &Clash<'_>,
    overlap: Overlap,
) -> Option<(&'a PeerExpr, PeerExpr)> {
    let file = whole.files.get(clash.allow.file)?;
    // A name has to mean the same in both lines.
    let here = clash.promise.file == clash.allow.file && !clash.promise.used;
    if !here || file.model.namespaces.len() != 1 || !overlap.ports {
        return None;
    }
    let allow = statements::rule(whole, &clash.allow)?;
    let deny = statements::rule_at(file.ast, clash.promise.span)?;
    let [meant] = whole.rules(&clash.allow) else {
        return None;
    };
    let promised = clash.promise.rule;
    let parts = |peers: &mut dyn Iterator<Item = PeerId>| -> Vec<Vec<RunPart>> {
        peers
            .map(|peer| whole.parts_of(clash.allow.file, peer).collect())
            .collect()
    };
    let (ends, expr, others, lost, direction) = if overlap.targets {
        let ([expr], [other]) = (allow.sources.as_slice(), deny.sources.as_slice()) else {
            return None;
        };
        let ends = parts(&mut meant.sources.iter().copied());
        let lost = parts(&mut promised.sources.iter().copied());
        (ends, expr, other, lost, Direction::Egress)
    } else if overlap.sources {
        let ([target], [other]) = (allow.targets.as_slice(), deny.targets.as_slice()) else {
            return None;
        };
        if statements::is_service(file.model, target, meant)
            || statements::is_service(file.model, other, promised)
        {
            return None;
        }
        let ends = parts(&mut meant.targets.iter().map(|target| target.peer));
        let lost = parts(&mut promised.targets.iter().map(|target| target.peer));
        (ends, &target.peer, &other.peer, lost, Direction::Ingress)
    } else {
        return None;
    };
    let lost: Vec<RunPart> = lost.into_iter().flatten().collect();
    let any = |expr: &PeerExpr| matches!(expr.peer.kind, PeerKind::Any);
    let emptied = ends.iter().any(|member| {
        let gone = |part: &RunPart| lost.iter().any(|lost| covers(whole, *lost, *part));
        member.iter().all(gone)
    });
    let whole_of = ends.iter().flatten().chain(&lost);
    let mut points = whole_of.map(|part| whole.points(*part));
    // What asks for labels of namespaces is opened at the file's own ends for nobody.
    let asks = lost.iter().any(|part| {
        let pods = whole.points(*part).pods.as_ref();
        pods.is_some_and(Pods::asks_for_namespace_labels)
    });
    if asks
        || any(expr)
        || any(others)
        || !others.except.is_empty()
        || emptied
        || points.any(Points::is_any)
        || opens(file.model, meant, direction)
    {
        return None;
    }
    let mut less = expr.clone();
    less.except.push(others.peer.clone());
    Some((expr, less))
}

/// Whether pods that a rule no longer speaks of would no longer be isolated in a direction: nothing
/// but `allow`s isolates them.
fn opens(model: &Model, rule: &Rule, direction: Direction) -> bool {
    let mut ends = Vec::new();
    isolates(model, rule, &mut ends);
    ends.retain(|(_, of, _)| *of == direction);
    ends.into_iter().any(|(namespace, _, part)| {
        let Part::Pods(pods) = model.part(part) else {
            return false;
        };
        let mut stated = model.isolations.iter().chain(&model.facts);
        !stated.any(|stated| {
            stated.namespace == namespace
                && stated.direction == direction
                && pods.labels.is_subset(&stated.pods)
        })
    })
}
