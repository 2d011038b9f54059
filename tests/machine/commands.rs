//! Reads the commands of a step as the runner of GitHub Actions does.

use std::collections::BTreeMap;

/// The commands that make annotations, and one that must never come of a text.
const KNOWN: [&str; 4] = ["error", "warning", "notice", "stop-commands"];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) name: String,
    pub(super) properties: BTreeMap<String, String>,
    pub(super) data: String,
}

impl Command {
    pub(super) fn property(&self, name: &str) -> &str {
        self.properties.get(name).map_or("", String::as_str)
    }
}

/// The commands in an output; what is none is a line for people.
pub(super) fn commands(output: &str) -> Vec<Command> {
    let lines = output.split(['\n', '\r']);
    lines.filter_map(command).collect()
}

/// A command starts its line with `::`, but for space; its properties end at the next `::`, each at a comma,
/// and its data with the line. `##[name]data` is the old form, which may begin anywhere.
fn command(line: &str) -> Option<Command> {
    let Some(rest) = line.trim_start().strip_prefix("::") else {
        assert!(!line.contains("##["), "a command of the old form: {line}");
        return None;
    };
    let (head, data) = rest.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    if !KNOWN.contains(&name) {
        return None;
    }
    let pairs = properties.trim().split(',').filter(|one| !one.is_empty());
    let pairs = pairs.filter_map(|one| one.split_once('='));
    let signs = [
        ("%0D", "\r"),
        ("%0A", "\n"),
        ("%3A", ":"),
        ("%2C", ","),
        ("%25", "%"),
    ];
    let properties = pairs.map(|(name, value)| (name.to_owned(), unescaped(value, &signs)));
    let signs = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")];
    Some(Command {
        name: name.to_owned(),
        properties: properties.collect(),
        data: unescaped(data, &signs),
    })
}

/// The runner takes escapes back one kind after the other, that of `%` last.
fn unescaped(text: &str, signs: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (escape, sign) in signs {
        text = text.replace(escape, sign);
    }
    text
}

#[test]
fn it_reads_as_the_runner_does() {
    let read = commands("::error file=a%2Cb,line=1::x%3A%250A::y\nother\n ::frob::\n::notice::\n");
    let [error, notice] = read.as_slice() else {
        panic!("{read:?}");
    };
    assert_eq!(error.property("file"), "a,b");
    assert_eq!(error.property("line"), "1");
    assert_eq!(error.data, "x%3A%0A::y");
    assert_eq!((notice.name.as_str(), notice.data.as_str()), ("notice", ""));
}
