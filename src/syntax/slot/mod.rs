//! What could be written at a place of a text, by the grammar alone.
//!
//! The statement is parsed up to the word at that place, and what the grammar expects there is what could be
//! written. Names are not looked up, and what stands behind the word may be anything.

mod before;
mod typed;
mod want;

use crate::syntax::chunk::{Chunks, Start};
use crate::syntax::explain::words_of;
use crate::syntax::grammar::{self, Rule};
use crate::syntax::keyword::KEYWORDS;
use crate::syntax::slot::before::Before;
use crate::syntax::slot::typed::Typed;

pub use typed::Quotes;
pub use want::{Home, Labelled, PortWant, Role, Want};

/// What no statement holds, so that the grammar says what it expects in its place.
const NOTHING: char = '\u{1}';

/// A place of a text at which something could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Offset of the first byte of the word that stands there, without quotes.
    pub start: u32,
    /// Offset behind its last byte; the same where nothing stands there.
    pub end: u32,
    /// The quotes around it.
    pub quotes: Quotes,
    /// What could stand there instead; never empty.
    pub wants: Vec<Want>,
}

/// What could be written at the byte `offset`, in place of the word that stands there.
///
/// Nothing in comments, in reasons and in YAML, and where what stands before is too wrong to tell.
pub fn slot(text: &str, offset: u32) -> Option<Slot> {
    let mut typed = Typed::at(text, offset)?;
    let mut before = before(text, typed)?;
    if before.is_in_selector() || before.keyword() == "label" {
        typed = typed.as_key(text);
        before = self::before(text, typed)?;
    }
    let mut wants: Vec<Want> = Vec::new();
    for rule in admitted(&before) {
        for want in wanted(rule, &before) {
            if !wants.contains(&want) {
                wants.push(want);
            }
        }
    }
    if typed.quotes != Quotes::None {
        wants.retain(|want| !matches!(want, Want::Word(_)));
    }
    if text
        .get(typed.end as usize..)
        .is_some_and(|behind| behind.starts_with('/'))
    {
        before_slash(&mut wants);
    }
    if is_line_start(text, typed.start) {
        // The statement before may be unfinished.
        let missing = KEYWORDS.map(Want::Word).into_iter();
        let missing: Vec<Want> = missing.filter(|one| !wants.contains(one)).collect();
        wants.extend(missing);
    }
    let (start, end) = typed.held;
    (!wants.is_empty()).then_some(Slot {
        start,
        end,
        quotes: typed.quotes,
        wants,
    })
}

/// What stands before the word in its statement; nothing in YAML.
fn before(text: &str, typed: Typed) -> Option<Before<'_>> {
    let up_to = text.get(..typed.start as usize)?;
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let last = Chunks::new(up_to, start).last();
    let Some(chunk) = last else {
        return Some(Before::new(text, typed.start, typed.start));
    };
    let behind = up_to.get(chunk.end as usize..)?;
    if behind.contains('\n') && !chunk.is_open {
        return Some(Before::new(text, typed.start, typed.start));
    }
    (chunk.start_with != Start::Yaml).then(|| Before::new(text, chunk.start, typed.start))
}

/// What the grammar admits behind a statement's text; where that is wrong, behind what is right of it.
fn admitted(before: &Before<'_>) -> Vec<Rule> {
    let whole = expected(before.statement());
    let simplified = || before.simplified().iter().find_map(|text| expected(text));
    whole.or_else(simplified).unwrap_or_default()
}

/// What the grammar expects behind a text; nothing where that is no beginning of a statement.
fn expected(text: &str) -> Option<Vec<Rule>> {
    let failure = grammar::parse(&format!("{text}{NOTHING}")).err()?;
    (failure.at == text.len()).then_some(failure.expected)
}

/// What an author writes for a rule of the grammar.
fn wanted(rule: Rule, before: &Before<'_>) -> Vec<Want> {
    let want = match rule {
        Rule::statement => return KEYWORDS.map(Want::Word).into(),
        Rule::peers
        | Rule::targets
        | Rule::promised_targets
        | Rule::target
        | Rule::promised_target
        | Rule::service_target
        | Rule::peer_expr
        | Rule::peer
        | Rule::place
        | Rule::peer_name
        | Rule::ANY_PEER => Want::Peer(before.role()),
        Rule::pods | Rule::pod_name => Want::Pods(before.home()),
        Rule::plain_name if before.keyword() == "namespace" => Want::Namespace,
        Rule::plain_name | Rule::declared => Want::NewName,
        Rule::workload_pods => Want::NamespaceAndSlash,
        Rule::network_member | Rule::network_peer => Want::Network,
        Rule::key | Rule::KEY if before.keyword() == "label" => Want::OwnLabelKey,
        Rule::requirement | Rule::key | Rule::KEY => Want::LabelKey(before.labelled()),
        Rule::value | Rule::VALUE => match before.key() {
            Some(key) => Want::LabelValue(key, before.labelled()),
            None => return Vec::new(),
        },
        Rule::IN => Want::Word("in"),
        Rule::NOTIN => Want::Word("notin"),
        Rule::ports | Rule::port => Want::Port(PortWant {
            peer: before.peer(),
            takes_service: rule == Rule::ports,
        }),
        Rule::FILLED_STRING if matches!(before.keyword(), "use" | "manifests") => Want::Path,
        _ => return words(rule),
    };
    vec![want]
}

/// The words that a rule of the grammar stands for.
fn words(rule: Rule) -> Vec<Want> {
    let words = words_of(rule).iter().filter_map(|word| {
        let word = word.strip_prefix('`')?.strip_suffix('`')?;
        let is_word = word == "->" || word.chars().all(|char| char.is_ascii_lowercase());
        is_word.then_some(Want::Word(word))
    });
    words.collect()
}

/// What could stand before the `/` that is there.
fn before_slash(wants: &mut Vec<Want>) {
    let places = |want: &Want| matches!(want, Want::Peer(_) | Want::NamespaceAndSlash);
    if wants.iter().any(places) {
        *wants = vec![Want::Namespace];
    }
}

/// Whether a word is the first of a line, without blanks before it.
fn is_line_start(text: &str, at: u32) -> bool {
    let before = text.get(..at as usize).unwrap_or("");
    before.is_empty() || before.ends_with('\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wanted at `$0`, in few words; `[` and `]` around what would be replaced.
    fn shown(marked: &str) -> String {
        let at = marked.find("$0").unwrap();
        let text = marked.replace("$0", "");
        let Some(slot) = slot(&text, u32::try_from(at).unwrap()) else {
            return "nothing".to_owned();
        };
        let all = KEYWORDS.map(Want::Word);
        let is_all = all.iter().all(|one| slot.wants.contains(one));
        let rest = slot
            .wants
            .iter()
            .filter(|one| !is_all || !all.contains(one));
        let mut wants: Vec<String> = rest.map(|want| in_words(&text, want)).collect();
        if is_all {
            wants.push("keywords".to_owned());
        }
        let word = text.get(slot.start as usize..slot.end as usize).unwrap();
        format!("[{word}] {}", wants.join(", "))
    }

    fn in_words(text: &str, want: &Want) -> String {
        match want {
            Want::Word(word) => (*word).to_owned(),
            Want::Port(port) => {
                let peer = text.get(port.peer.start as usize..port.peer.end as usize);
                let service = if port.takes_service {
                    " or service"
                } else {
                    ""
                };
                format!("Port of {}{service}", peer.unwrap())
            }
            other => format!("{other:?}"),
        }
    }

    #[track_caller]
    fn all(cases: &[(&str, &str)]) {
        for (marked, expected) in cases {
            assert_eq!(shown(marked), *expected, "{marked}");
        }
    }

    #[test]
    fn statements() {
        all(&[
            ("$0", "[] keywords"),
            ("  $0", "[] keywords"),
            ("\u{feff}al$0", "[al] keywords"),
            ("allow a -> b\nde$0ny a -> b", "[deny] keywords"),
            ("allow a -> b\n\n$0\nallow c -> d", "[] keywords"),
            ("expect $0 a -> b", "[] allow, deny"),
            ("default d$0", "[d] deny"),
            ("default deny in$0", "[in] ingress, egress"),
            ("use \"../$0\"", "[../] Path"),
            ("manifests \"k8s$0", "[k8s] Path"),
            ("use $0", "[] Path"),
            ("namespace sh$0", "[sh] Namespace"),
            ("namespace shop, \"0d$0ay\"", "[0day] Namespace"),
            ("prefix sh$0", "[sh] NewName"),
            ("workload fr$0ont, b", "[front] NewName"),
            (
                "label app.kubernetes.io/na$0me",
                "[app.kubernetes.io/name] OwnLabelKey",
            ),
            ("x $0", "nothing"),
        ]);
    }

    #[test]
    fn peers() {
        all(&[
            ("allow fr$0ont -> b", "[front] Peer(Source)"),
            ("allow a$0->b", "[a] Peer(Source)"),
            ("allow a-$0> b", "nothing"),
            ("allow a ->$0b", "[b] Peer(Target)"),
            ("deny a -> b, $0", "[] Peer(Target)"),
            ("expect deny a, $0 -> b", "[] Peer(Source)"),
            ("allow a -> b except $0", "[] Peer(Except)"),
            ("allow a -> b except (c, d$0", "[d] Peer(Except)"),
            ("allow a except b, $0", "[] Peer(Source)"),
            ("isolate $0 egress", "[] Peer(Subject)"),
            ("group g = a,\n  # more\n\n  $0\n", "[] Peer(Member)"),
            ("service s = d$0", "[d] Peer(Service)"),
            ("network n = 10.0.0.0/8, off$0", "[off] Network"),
            ("network n = office except ($0", "[] Network"),
            ("allow a -> sh$0/b", "[sh] Namespace"),
            ("allow a -> shop/b$0:80", "[b] Pods(Named(\"shop\"))"),
            ("allow a -> \"0day\"/$0", "[] Pods(Named(\"0day\"))"),
            ("allow a -> */$0", "[] Pods(Several)"),
            ("allow [team=x]/b$0 -> c", "[b] Pods(Several)"),
            ("workload w = $0", "[] NamespaceAndSlash"),
            ("workload w = sh$0/[app=w]", "[sh] Namespace"),
            ("allow \"fr$0ont\" -> b", "[front] Peer(Source)"),
            ("allow \"fr$0 -> b because \"x\"", "[fr] Peer(Source)"),
            ("allow a -> b,\nc$0", "[c] Peer(Target), keywords"),
        ]);
    }

    #[test]
    fn words_of_a_rule() {
        all(&[
            ("allow a $0", "[] except, ->"),
            ("allow a$0 -> b", "[a] Peer(Source)"),
            ("allow a -> b $0", "[] because, except"),
            ("allow a -> b:80 be$0", "[be] because"),
            ("isolate a in$0", "[in] except, ingress, egress"),
            ("allow a -> b because $0", "nothing"),
            ("allow a -> b because \"al$0\"", "nothing"),
            ("allow a -> b # al$0", "nothing"),
            ("# $0", "nothing"),
            ("allow *$0", "nothing"),
            ("allow \"a\"$0", "nothing"),
        ]);
    }

    #[test]
    fn selectors() {
        all(&[
            ("allow [$0", "[] LabelKey(Pods(Own))"),
            ("allow [app$0=x] -> b", "[app] LabelKey(Pods(Own))"),
            ("allow [te$0]/* -> b", "[te] LabelKey(Namespaces)"),
            ("allow shop/[!a$0]", "[a] LabelKey(Pods(Named(\"shop\")))"),
            (
                "allow [x,\n app.kubernetes.io/n$0ame\n = a]",
                "[app.kubernetes.io/name] LabelKey(Pods(Own))",
            ),
            ("allow [app=w$0", "[w] LabelValue(\"app\", Pods(Own))"),
            ("allow [a/app!=$0]", "[] LabelValue(\"a/app\", Pods(Own))"),
            ("allow [\"a/b\"==$0]", "[] LabelValue(\"a/b\", Pods(Own))"),
            (
                "allow */[a, tier in (x, $0)]",
                "[] LabelValue(\"tier\", Pods(Several))",
            ),
            (
                "allow [team notin ($0)]/*",
                "[] LabelValue(\"team\", Namespaces)",
            ),
            ("allow [app=\"w$0\"]", "[w] LabelValue(\"app\", Pods(Own))"),
            ("allow [app $0", "[] in, notin"),
            ("allow [app not$0 (a)]", "[not] in, notin"),
            (
                "workload w = shop/[$0",
                "[] LabelKey(Pods(Named(\"shop\")))",
            ),
        ]);
    }

    #[test]
    fn ports() {
        all(&[
            (
                "allow a -> b:$0",
                "[] Port of b or service, ingress, egress",
            ),
            ("deny a -> b:ht$0tp", "[http] Port of b or service"),
            ("allow a -> b:(80, $0)", "[] Port of b"),
            (
                "allow a -> c, shop/[a=b] except d:80$0",
                "[80] Port of shop/[a=b] except d or service, ingress, egress",
            ),
            ("allow a -> b:53/$0", "[] tcp, udp, sctp"),
            ("allow a -> b:(53/u$0dp", "[udp] tcp, udp, sctp"),
            ("allow a -> b:80:$0", "[] ingress, egress"),
            ("service s = d:$0", "[] Port of d or service"),
        ]);
    }

    #[test]
    fn what_is_wrong_before_does_not_matter() {
        all(&[
            ("allow 0day -> fr$0", "[fr] Peer(Target)"),
            ("allow a b, c$0 -> d", "[c] Peer(Source)"),
            ("allow , -> b:(80 90, $0", "[] Port of b"),
            ("allow a => b, c -> [x y, te$0", "[te] LabelKey(Pods(Own))"),
            ("group g = a b, c$0", "[c] Peer(Member)"),
        ]);
    }

    #[test]
    fn no_place_of_a_text_is_too_odd() {
        let text = "allow \"ä→[a=\"b, (c -> */x:80:in # é\n [x in (\u{feff}]] ) 1.2.3.4/8 -> -> \"";
        for at in 0..=text.len() + 1 {
            if let Some(slot) = slot(text, u32::try_from(at).unwrap()) {
                assert!(
                    text.get(slot.start as usize..slot.end as usize).is_some(),
                    "{at}"
                );
                assert!(
                    (slot.start..=slot.end).contains(&u32::try_from(at).unwrap()),
                    "{at}"
                );
            }
        }
    }
}
