//! One truth: the words and marks of every editor's grammar are those of `grammar/netpol.pest`.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::highlight::case::Case;
use crate::support::golden::root;

/// The words and marks of the language.
struct Words {
    /// Those that start a statement.
    statements: BTreeSet<String>,
    /// All words.
    all: BTreeSet<String>,
    /// `->`, `(` and others that are no words.
    marks: BTreeSet<String>,
}

impl Words {
    /// Reads them in the rules of the grammar that are tokens.
    fn of(grammar: &str) -> Self {
        let rules: Vec<(&str, &str)> = grammar
            .lines()
            .filter(|line| !line.starts_with("//"))
            .filter_map(|line| line.split_once(" = "))
            .collect();
        let is_token = |name: &str| {
            let helps = name.starts_with("RESERVED") || name.starts_with("ADDRESS");
            !helps && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        };
        let tokens = rules.iter().filter(|(name, _)| is_token(name));
        let is_word =
            |text: &&str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase());
        let mut words = Self {
            statements: BTreeSet::new(),
            all: BTreeSet::new(),
            marks: BTreeSet::new(),
        };
        for (name, rule) in tokens {
            let quoted = quoted(rule);
            words.all.extend(
                quoted
                    .iter()
                    .filter(|text| is_word(text))
                    .map(|&text| text.to_owned()),
            );
            // A mark is a rule that is only this.
            if let Some(mark) = rule
                .strip_prefix("{ \"")
                .and_then(|rule| rule.strip_suffix("\" }"))
            {
                words.marks.insert(mark.to_owned());
            }
            let starts = |rule: &str| {
                let first = rule.trim_start_matches("{ ").split(' ').next();
                first == Some(name)
            };
            let statement =
                |(rule, text): &(&str, &str)| rule.ends_with("_statement") && starts(text);
            if rules.iter().any(statement) {
                words
                    .statements
                    .extend(quoted.iter().map(|&text| text.to_owned()));
            }
        }
        words
    }
}

/// What stands in double quotes, escapes left out.
fn quoted(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

/// The words of two letters or more in a regular expression, character classes left out.
fn words_of(pattern: &str) -> BTreeSet<String> {
    let mut text = String::new();
    let mut inside = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
                text.push(' ');
            }
            '[' => inside = true,
            ']' => {
                inside = false;
                text.push(' ');
            }
            _ if inside => {}
            _ => text.push(character),
        }
    }
    let words = text.split(|c: char| !c.is_ascii_lowercase());
    words
        .filter(|word| word.len() > 1)
        .map(str::to_owned)
        .collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join("editors").join(path)).unwrap()
}

/// The patterns of a TextMate grammar.
fn patterns(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if ["match", "begin", "end"].contains(&name.as_str()) => {
                        found.push(text.clone());
                    }
                    _ => patterns(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| patterns(item, found)),
        _ => {}
    }
}

/// The texts that a tree-sitter grammar has as they stand.
fn strings(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if fields.get("type").is_some_and(|kind| kind == "STRING") {
                found.insert(fields["value"].as_str().unwrap().to_owned());
            }
            fields.values().for_each(|value| strings(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        _ => {}
    }
}

/// Where the editors do not know what a grammar says.
fn problems(grammar: &str) -> Vec<String> {
    let words = Words::of(grammar);
    let mut wrong = Vec::new();
    let mut same = |place: &str, found: &BTreeSet<String>, wanted: &BTreeSet<String>| {
        let differ: Vec<&String> = found.symmetric_difference(wanted).collect();
        if !differ.is_empty() {
            wrong.push(format!("{place}: {differ:?}"));
        }
    };

    let textmate = read("vscode/syntaxes/netpol.tmLanguage.json");
    let mut found = Vec::new();
    patterns(&serde_json::from_str(&textmate).unwrap(), &mut found);
    let all = found.iter().flat_map(|pattern| words_of(pattern)).collect();
    same("TextMate", &all, &words.all);
    let ends: Vec<_> = found
        .iter()
        .filter(|pattern| pattern.contains("(?=^"))
        .collect();
    assert!(ends.len() > 5, "{ends:?}");
    for end in ends {
        let list = end.split_once("(?=^[ \\t]*(?:").unwrap().1;
        let list = words_of(list.split_once(')').unwrap().0);
        same("an end in TextMate", &list, &words.statements);
    }

    let vim = read("vim/syntax/netpol.vim");
    let lines = vim.lines();
    let next = lines
        .clone()
        .find_map(|line| line.strip_prefix("let s:words = "));
    same(
        "the ends in Vim",
        &words_of(next.unwrap()),
        &words.statements,
    );
    let calls = lines.filter_map(|line| line.strip_prefix("call s:"));
    let all = calls.flat_map(|call| {
        let arguments = call.split_once(", ").unwrap().1;
        let pattern = arguments.split(", '").next().unwrap();
        pattern
            .split('\'')
            .skip(1)
            .step_by(2)
            .flat_map(words_of)
            .collect::<Vec<_>>()
    });
    same("Vim", &all.collect(), &words.all);

    let tree_sitter: Value =
        serde_json::from_str(&read("tree-sitter-netpol/src/grammar.json")).unwrap();
    let mut found = BTreeSet::new();
    strings(&tree_sitter, &mut found);
    let both = words.all.union(&words.marks).cloned().collect();
    same("tree-sitter", &found, &both);
    let scanner = read("tree-sitter-netpol/src/scanner.c");
    let list = scanner.split("KEYWORDS[] = {").nth(1).unwrap();
    let list = quoted(list.split('}').next().unwrap());
    let list = list.into_iter().map(str::to_owned).collect();
    same("tree-sitter's scanner", &list, &words.statements);
    // Those of nodes are coloured by the node.
    let nodes = ["any", "*", "ingress", "egress"].map(str::to_owned);
    let mut highlights = BTreeSet::from(nodes);
    let query = read("tree-sitter-netpol/queries/highlights.scm");
    highlights.extend(quoted(&query).into_iter().map(str::to_owned));
    same("tree-sitter's highlights", &highlights, &both);

    // What a regular expression makes of a mark is for the cases to show.
    let cases = Case::all();
    let text: String = cases.iter().map(Case::text).collect();
    let unseen = both.iter().filter(|word| !text.contains(word.as_str()));
    same("the cases", &unseen.cloned().collect(), &BTreeSet::new());
    wrong
}

fn grammar() -> String {
    fs::read_to_string(root().join("grammar/netpol.pest")).unwrap()
}

#[test]
fn the_grammar_is_read() {
    let words = Words::of(&grammar());
    assert_eq!(words.statements.len(), 14, "{:?}", words.statements);
    let others = words.all.difference(&words.statements);
    let others: Vec<&str> = others.map(String::as_str).collect();
    assert_eq!(
        others,
        [
            "any", "because", "egress", "except", "in", "ingress", "notin"
        ]
    );
    assert_eq!(words.marks.len(), 14, "{:?}", words.marks);
}

#[test]
fn every_editor_has_the_words_of_the_grammar() {
    assert_eq!(problems(&grammar()), [""; 0]);
}

/// What the grammar alone gains, no editor has.
#[test]
fn a_word_that_only_the_grammar_has_is_noticed() {
    let doctored =
        grammar() + "\naudit_statement = { AUDIT ~ peers }\nAUDIT = @{ \"audit\" ~ BOUNDARY }\n";
    let places: Vec<String> = problems(&doctored);
    let ends = places
        .iter()
        .filter(|place| place.starts_with("an end in TextMate"));
    assert!(ends.count() > 5, "{places:?}");
    for place in [
        "TextMate",
        "the ends in Vim",
        "Vim",
        "tree-sitter",
        "tree-sitter's scanner",
        "tree-sitter's highlights",
        "the cases",
    ] {
        let wanted = format!("{place}: [\"audit\"]");
        assert!(places.contains(&wanted), "{wanted}: {places:?}");
    }
}

#[test]
fn a_mark_that_only_the_grammar_has_is_noticed() {
    let doctored = grammar() + "\nFAT_ARROW = { \"=>>\" }\n";
    let places = problems(&doctored);
    assert_eq!(places.len(), 3, "{places:?}");
    assert!(places[2].starts_with("the cases: "), "{places:?}");
}

/// A word that is a rule's second, behind a keyword.
#[test]
fn a_direction_that_only_the_grammar_has_is_noticed() {
    let doctored = grammar().replace(
        "(\"ingress\" | \"egress\") ~ BOUNDARY ~ !\"/\"",
        "(\"ingress\" | \"egress\" | \"both\") ~ BOUNDARY ~ !\"/\"",
    );
    assert_ne!(doctored, grammar());
    assert_eq!(problems(&doctored).len(), 5, "{:?}", problems(&doctored));
}
