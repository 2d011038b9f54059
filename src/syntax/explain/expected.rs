//! What would have fitted, in words.

use crate::diagnostics::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::quote;
use crate::syntax::grammar::Rule;

/// Longest list of what would have fitted.
const LONGEST: usize = 5;

/// Says what was expected and what stands there.
pub(super) fn explain(broken: &Broken<'_>) -> Diagnostic {
    if broken.keyword() == "workload"
        && broken.expected() == [Rule::SLASH]
        && let Some(before) = broken.before()
    {
        let word = quote(before.text(broken.text));
        let message = format!("expected a selector such as `[app=web]`, found {word}");
        return broken.report(&codes::UNEXPECTED_TOKEN, before, message);
    }
    if let Some(diagnostic) = colon_behind_keyword(broken) {
        return diagnostic;
    }
    let wanted = wanted(broken);
    let diagnostic = match broken.found() {
        Some(found) => {
            let word = quote(broken.word(broken.at));
            broken.report(
                &codes::UNEXPECTED_TOKEN,
                found,
                format!("expected {wanted}, found {word}"),
            )
        }
        None => Diagnostic::new(
            &codes::UNEXPECTED_TOKEN,
            Span::new(broken.file, broken.chunk.end, broken.chunk.end),
            format!("expected {wanted}, but the statement ends here"),
        ),
    };
    match broken.word(broken.at) {
        _ if broken.keyword() == "service" && broken.expects(Rule::COLON) => {
            diagnostic.help("a service has ports, as in `service postgres = db:5432`")
        }
        "(" if broken.expects(Rule::peer) && broken.context.open.is_none() => {
            diagnostic.help("a list of peers needs no parentheses")
        }
        ":" if matches!(broken.keyword(), "group" | "isolate") => {
            diagnostic.help("ports belong to the target of a rule, or to a `service`")
        }
        _ => diagnostic,
    }
}

/// `namespace: shop`
fn colon_behind_keyword(broken: &Broken<'_>) -> Option<Diagnostic> {
    let colon = broken.found().filter(|_| broken.at == 1)?;
    if broken.word(1) != ":" || !broken.token(0)?.touches(colon) {
        return None;
    }
    let message = format!("no `:` belongs behind `{}`", broken.keyword());
    let span = broken.span(colon);
    let diagnostic = broken.report(&codes::UNEXPECTED_TOKEN, colon, message);
    Some(if broken.parses_with(span, "") {
        diagnostic.fix("remove the `:`", span, "")
    } else {
        diagnostic
    })
}

/// `a`, `a or b`, `a, b or c`: never empty, never longer than [`LONGEST`].
fn wanted(broken: &Broken<'_>) -> String {
    let complete = broken.expects(Rule::EOI);
    let needed = |rule: &Rule| !is_optional(*rule, complete);
    let any_needed = broken.expected().iter().any(needed);
    let peers = broken.expects(Rule::peer) || broken.expects(Rule::network_peer);
    let mut words: Vec<&str> = Vec::new();
    for rule in broken.expected() {
        let noise = (any_needed && !needed(rule)) || (peers && *rule == Rule::LPAREN);
        for word in words_of(*rule).iter().filter(|_| !noise) {
            if !words.contains(word) {
                words.push(word);
            }
        }
    }
    // The end comes last, as it reads best.
    words.sort_by_key(|word| *word == END);
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) if words.len() <= LONGEST => {
            format!("{} or {last}", others.join(", "))
        }
        _ => construct(broken.keyword()).to_owned(),
    }
}

const END: &str = "the end of the line";

/// Whether it may be left out where the statement may be `complete` without it.
fn is_optional(rule: Rule, complete: bool) -> bool {
    match rule {
        Rule::EOI | Rule::EXCEPT | Rule::BECAUSE | Rule::because | Rule::COMMA | Rule::SLASH => {
            true
        }
        Rule::DIRECTION | Rule::COLON | Rule::EQUALS => complete,
        _ => false,
    }
}

/// A whole statement as an example.
fn construct(keyword: &str) -> &'static str {
    match keyword {
        "workload" => "a workload such as `workload worker = [app=worker]`",
        "network" => "a network such as `network office = 203.0.113.0/24`",
        "service" => "a service such as `service postgres = db:5432`",
        "group" => "a group such as `group clients = frontend, worker`",
        "deny" => "a promise such as `deny internet -> db`",
        "expect" => "an expectation such as `expect allow office -> frontend:443`",
        "isolate" | "default" => "an isolation such as `isolate db ingress`",
        _ => "a rule such as `allow frontend -> backend:8080`",
    }
}

/// What authors call a rule of the grammar; nothing for what they never write themselves.
pub(in crate::syntax) fn words_of(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::statement
        | Rule::use_statement
        | Rule::manifests_statement
        | Rule::namespace_statement
        | Rule::label_statement
        | Rule::prefix_statement
        | Rule::workload_statement
        | Rule::network_statement
        | Rule::service_statement
        | Rule::group_statement
        | Rule::allow_statement
        | Rule::deny_statement
        | Rule::expect_statement
        | Rule::isolate_statement
        | Rule::default_statement => &["a statement such as `allow frontend -> backend:8080`"],
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
        | Rule::ANY_PEER => &["a peer such as `frontend`, `[app=web]` or `10.0.0.0/8`"],
        Rule::pods | Rule::pod_name => &["pods such as `frontend`, `[app=web]` or `*`"],
        Rule::peer_list
        | Rule::network_list
        | Rule::port_list
        | Rule::LPAREN
        | Rule::value_list => &["`(`"],
        Rule::network_member
        | Rule::network_peer
        | Rule::address
        | Rule::ADDRESS4
        | Rule::ADDRESS6
        | Rule::BRACKETED_ADDRESS => &["an address such as `10.0.0.0/8` or the name of a network"],
        Rule::workload_pods | Rule::selector | Rule::LBRACKET => {
            &["a selector such as `[app=web]`"]
        }
        Rule::requirement => &["a requirement such as `app=web`"],
        Rule::key | Rule::KEY => &["a label key such as `app`"],
        Rule::value | Rule::VALUE | Rule::STRING => &["a label value such as `web`"],
        Rule::ports | Rule::port | Rule::port_name | Rule::SERVICE_PORTS => {
            &["a port such as `8080`, `53/udp` or `http`"]
        }
        Rule::range | Rule::RANGE_START | Rule::NUMBER => &["a port number such as `8080`"],
        Rule::PROTOCOL => &["`tcp`", "`udp`", "`sctp`"],
        Rule::DIRECTION => &["`ingress`", "`egress`"],
        Rule::declared | Rule::plain_name | Rule::NAME => &["a name such as `frontend`"],
        Rule::FILLED_STRING => &["text in double quotes"],
        Rule::IN | Rule::NOTIN | Rule::EQUALS | Rule::DOUBLE_EQUALS | Rule::NOT_EQUALS => &["`=`"],
        Rule::because | Rule::BECAUSE => &["`because`"],
        Rule::EXCEPT => &["`except`"],
        Rule::USE => &["`use`"],
        Rule::MANIFESTS => &["`manifests`"],
        Rule::NAMESPACE => &["`namespace`"],
        Rule::LABEL => &["`label`"],
        Rule::PREFIX => &["`prefix`"],
        Rule::WORKLOAD => &["`workload`"],
        Rule::NETWORK => &["`network`"],
        Rule::SERVICE => &["`service`"],
        Rule::GROUP => &["`group`"],
        Rule::ALLOW => &["`allow`"],
        Rule::DENY => &["`deny`"],
        Rule::EXPECT => &["`expect`"],
        Rule::ISOLATE => &["`isolate`"],
        Rule::DEFAULT => &["`default`"],
        Rule::ARROW => &["`->`"],
        Rule::COMMA => &["`,`"],
        Rule::COLON => &["`:`"],
        Rule::SLASH => &["`/`"],
        Rule::DASH => &["`-`"],
        Rule::STAR => &["`*`"],
        Rule::BANG => &["`!`"],
        Rule::RPAREN => &["`)`"],
        Rule::RBRACKET => &["`]`"],
        Rule::EOI => &[END],
        Rule::RESERVED
        | Rule::RESERVED_ALONE
        | Rule::RESERVED_ANY
        | Rule::RESERVED_PORT
        | Rule::NAME_CHAR
        | Rule::BOUNDARY
        | Rule::STRING_CHAR
        | Rule::PLAIN_CHAR
        | Rule::HIDDEN
        | Rule::ADDRESS_BRACKET
        | Rule::SIGN6
        | Rule::CHAR6
        | Rule::GROUP6
        | Rule::ADDRESS_START
        | Rule::PREFIX_LENGTH
        | Rule::GAP
        | Rule::WHITESPACE
        | Rule::COMMENT
        | Rule::kind => &[],
    }
}
