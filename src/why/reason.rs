//! An answer in one sentence.

use crate::model::words::direction;
use crate::sets::Direction;
use crate::why::answer::Verdict;
use crate::why::explanation::{Explanation, Outcome, Reason};
use crate::why::place::Place;
use crate::why::rows::Counted;

/// How many lines, or connections, are named before the rest is counted.
const MOST: usize = 3;

impl Explanation {
    /// Whether anything was asked at all.
    pub fn is_of_something(&self) -> bool {
        !(self.passing.is_empty() && self.stopped.is_empty())
    }

    /// Why all of it passes, or is blocked; where some of it does, why the rest does not (`wanted`, who
    /// hoped for all), or why that does (who hoped for none). `name` gives the words for a line.
    pub fn reason(&self, wanted: bool, name: &dyn Fn(Place) -> String) -> String {
        if !self.is_of_something() {
            if let Some(end) = self.nobody() {
                let who = &end.who;
                let hosts = end.workloads.as_ref().and_then(Counted::of_hosts);
                let why =
                    hosts.unwrap_or_else(|| format!("the manifests have no workload for `{who}`"));
                return format!("it is about no connection: {why}");
            }
            let [_, target] = &self.ends;
            if target.workloads.is_some() {
                let who = &target.who;
                return format!("it is about no connection: the pods of `{who}` have no such port");
            }
            let why = "the labels of these files' own namespaces are not known";
            return format!("it is about no connection for certain: {why}");
        }
        let (who, one) = match (self.verdict, wanted) {
            (Verdict::Allowed | Verdict::Blocked, _) => ("it".to_owned(), true),
            (Verdict::Partly, true) => (quoted(&self.stopped), self.stopped.len() == 1),
            (Verdict::Partly, false) => (quoted(&self.passing), self.passing.len() == 1),
        };
        let passes = self.verdict == Verdict::Allowed || self.verdict == Verdict::Partly && !wanted;
        match (passes, one) {
            (true, true) => format!("{who} passes: {}", self.passage("it", name)),
            (true, false) => format!("{who} pass: {}", self.passage("them", name)),
            (false, true) => format!("{who} is blocked: {}", self.blockade("it", name)),
            (false, false) => format!("{who} are blocked: {}", self.blockade("them", name)),
        }
    }

    /// The first end of which it is known that nobody is there.
    fn nobody(&self) -> Option<&Reason> {
        let is_nobody = |end: &&Reason| end.workloads.as_ref().is_some_and(Counted::is_nobody);
        self.ends.iter().find(is_nobody)
    }

    /// A line for each end that stops something, and what it isolates there: one line for both ends where
    /// it can be.
    pub fn isolating(&self) -> Vec<(Place, String)> {
        let stopping: Vec<&Reason> = self.stopping().collect();
        if let [egress, ingress] = stopping.as_slice() {
            let mut places = egress.isolated_by.iter();
            if let Some(both) = places.find(|place| ingress.isolated_by.contains(place)) {
                return vec![(*both, "both ends".to_owned())];
            }
        }
        let ends = stopping.into_iter().filter_map(|end| {
            let place = end.isolated_by.first()?;
            Some((*place, end.isolated()))
        });
        ends.collect()
    }

    /// Who lets the connections through, at each end that is a pod.
    fn passage(&self, it: &str, name: &dyn Fn(Place) -> String) -> String {
        let [egress, ingress] = &self.ends;
        if let ([out], [into]) = (egress.allowed_by.as_slice(), ingress.allowed_by.as_slice())
            && out == into
        {
            return format!("{} lets {it} through", name(*out));
        }
        let pods = self.ends.iter().filter(|end| end.outcome != Outcome::NoPod);
        let ends: Vec<String> = pods.map(|end| end.opening(it, name)).collect();
        if ends.is_empty() {
            return "no policy says anything of two addresses".to_owned();
        }
        ends.join(", and ")
    }

    /// Where connections are stopped, and by whom.
    fn blockade(&self, it: &str, name: &dyn Fn(Place) -> String) -> String {
        let ways: Vec<&str> = self.stopping().map(Reason::way_through).collect();
        let ways = ways.join(" or ");
        // Each end may stop another part.
        let alike = self.stopping().all(|end| end.stopped == self.stopped);
        let what = if alike {
            it.to_owned()
        } else {
            format!("all of {it}")
        };
        let isolating = self.isolating().into_iter();
        let isolating = isolating.map(|(place, what)| format!("{} isolates {what}", name(place)));
        let isolating = isolating.collect::<Vec<_>>().join(", and ");
        format!("{isolating}, and no line lets {what} {ways}")
    }
}

impl Reason {
    /// What a line isolates that stops something here. What is stopped in part need not be isolated as a
    /// whole.
    fn isolated(&self) -> String {
        match (self.outcome, self.direction) {
            (Outcome::Partly, Direction::Ingress) => "the target".to_owned(),
            (Outcome::Partly, Direction::Egress) => "the source".to_owned(),
            _ => format!("`{}` for {}", self.who, self.way()),
        }
    }

    /// `ingress` or `egress`.
    fn way(&self) -> &'static str {
        direction(self.direction)
    }

    /// `in` or `out`, of what passes here.
    pub fn way_through(&self) -> &'static str {
        match self.direction {
            Direction::Ingress => "in",
            Direction::Egress => "out",
        }
    }

    /// `line 4 lets it in`
    fn opening(&self, it: &str, name: &dyn Fn(Place) -> String) -> String {
        let (who, direction, way) = (&self.who, self.way(), self.way_through());
        match self.allowed_by.as_slice() {
            [] if self.outcome == Outcome::NotIsolated => {
                format!("nothing isolates `{who}` for {direction}")
            }
            [] => format!("nothing isolates all of `{who}` for {direction}"),
            [one] => format!("{} lets {it} {way}", name(*one)),
            several => {
                let lines = listed(several.iter().map(|place| name(*place)), " lines");
                format!("{lines} let {it} {way}")
            }
        }
    }
}

/// ``` `a -> b`, `c -> d` ```, as long as there are few.
fn quoted(flows: &[String]) -> String {
    listed(flows.iter().map(|flow| format!("`{flow}`")), "")
}

/// `a`, `a and b`, `a, b, c and 2 more`.
fn listed(items: impl ExactSizeIterator<Item = String>, what: &str) -> String {
    let more = items.len().saturating_sub(MOST);
    let mut shown: Vec<String> = items.take(MOST).collect();
    let last = match more {
        0 => shown.pop().unwrap_or_default(),
        more => format!("{more} more{what}"),
    };
    if shown.is_empty() {
        last
    } else {
        format!("{} and {last}", shown.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn line(number: u32) -> Place {
        Place::Statement(Span::new(FileId(0), number, number))
    }

    fn name(place: Place) -> String {
        match place {
            Place::Statement(span) => format!("line {}", span.start),
            Place::Object { .. } => "an object".to_owned(),
        }
    }

    fn end(direction: Direction, who: &str, outcome: Outcome) -> Reason {
        Reason {
            direction,
            who: who.to_owned(),
            workloads: None,
            outcome,
            isolated_by: Vec::new(),
            extents: Vec::new(),
            allowed_by: Vec::new(),
            stopped: Vec::new(),
            besides: Vec::new(),
        }
    }

    fn flows(flows: &[&str]) -> Vec<String> {
        flows.iter().map(ToString::to_string).collect()
    }

    fn isolated(direction: Direction, who: &str, by: &[u32], stopped: &[&str]) -> Reason {
        Reason {
            isolated_by: by.iter().map(|number| line(*number)).collect(),
            extents: vec![0; by.len()],
            stopped: flows(stopped),
            ..end(direction, who, Outcome::Blocked)
        }
    }

    #[test]
    fn blocked_at_both_ends_by_one_line_or_two() {
        let source = isolated(Direction::Egress, "a", &[2], &["a -> b"]);
        let target = isolated(Direction::Ingress, "b", &[1, 2, 4], &["a -> b"]);
        let mut explanation = Explanation {
            verdict: Verdict::Blocked,
            passing: Vec::new(),
            stopped: flows(&["a -> b"]),
            ends: [source, target],
            is_of_all: false,
        };
        assert_eq!(
            explanation.reason(true, &name),
            "it is blocked: line 2 isolates both ends, and no line lets it out or in"
        );
        explanation.ends[0].isolated_by = vec![line(3)];
        assert_eq!(
            explanation.reason(false, &name),
            "it is blocked: line 3 isolates `a` for egress, and line 1 isolates `b` for ingress, \
             and no line lets it out or in"
        );
    }

    #[test]
    fn each_end_stops_another_part() {
        let source = isolated(Direction::Egress, "a", &[2], &["a -> b:80"]);
        let target = isolated(Direction::Ingress, "b", &[4], &["a -> b:81"]);
        let explanation = Explanation {
            verdict: Verdict::Blocked,
            passing: Vec::new(),
            stopped: flows(&["a -> b:(80, 81)"]),
            ends: [source, target],
            is_of_all: false,
        };
        assert_eq!(
            explanation.reason(true, &name),
            "it is blocked: line 2 isolates `a` for egress, and line 4 isolates `b` for ingress, \
             and no line lets all of it out or in"
        );
    }

    #[test]
    fn a_part_is_what_the_asker_did_not_hope_for() {
        let stopped = ["a -> b:1", "a -> b:2", "a -> b:3", "a -> b:4"];
        let target = Reason {
            allowed_by: vec![line(3)],
            outcome: Outcome::Partly,
            ..isolated(Direction::Ingress, "b", &[2, 3], &stopped)
        };
        let explanation = Explanation {
            verdict: Verdict::Partly,
            passing: flows(&["a -> b:80"]),
            stopped: flows(&stopped),
            ends: [end(Direction::Egress, "a", Outcome::NotIsolated), target],
            is_of_all: false,
        };
        assert_eq!(
            explanation.reason(true, &name),
            "`a -> b:1`, `a -> b:2`, `a -> b:3` and 1 more are blocked: line 2 isolates the target, \
             and no line lets them in"
        );
        assert_eq!(
            explanation.reason(false, &name),
            "`a -> b:80` passes: nothing isolates `a` for egress, and line 3 lets it in"
        );
    }

    #[test]
    fn one_line_may_open_both_ends() {
        let open = |direction, who| Reason {
            allowed_by: vec![line(7)],
            ..end(direction, who, Outcome::Allowed)
        };
        let explanation = Explanation {
            verdict: Verdict::Allowed,
            passing: flows(&["a -> b"]),
            stopped: Vec::new(),
            ends: [open(Direction::Egress, "a"), open(Direction::Ingress, "b")],
            is_of_all: false,
        };
        assert_eq!(
            explanation.reason(false, &name),
            "it passes: line 7 lets it through"
        );
    }

    #[test]
    fn addresses_and_nothing() {
        let no_pod = |direction| end(direction, "1.2.3.4", Outcome::NoPod);
        let mut explanation = Explanation {
            verdict: Verdict::Allowed,
            passing: flows(&["1.2.3.4 -> 1.2.3.4"]),
            stopped: Vec::new(),
            ends: [no_pod(Direction::Egress), no_pod(Direction::Ingress)],
            is_of_all: false,
        };
        assert_eq!(
            explanation.reason(false, &name),
            "it passes: no policy says anything of two addresses"
        );
        explanation.passing.clear();
        explanation.verdict = Verdict::Blocked;
        let nothing = explanation.reason(false, &name);
        assert!(
            nothing.starts_with("it is about no connection"),
            "{nothing}"
        );
    }
}
