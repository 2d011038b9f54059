//! Files of a workspace, a place in one of them, and what is answered to a request there: `tests/lsp/cases`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::lsp::text::{Units, byte, edited, part, range};
use crate::support::Folder;
use crate::support::lsp::{Client, address};

/// What stands above the answer.
const ANSWER: &str = "==>\n";

/// How columns are counted where a client says nothing.
pub(crate) const UNITS: Units = Units::Utf16;

/// One request.
pub(crate) struct Case {
    pub(crate) path: PathBuf,
    /// All that stands above the answer.
    asked: String,
    /// What is said before the first file: words about it, and `name: value` for what a request wants besides a place.
    head: Vec<String>,
    /// Their names and texts, without marks of places.
    files: BTreeMap<String, String>,
    /// The open file.
    open: String,
    /// The place asked about.
    place: (usize, usize),
}

impl Case {
    pub(crate) fn read(path: PathBuf) -> Self {
        let kept = fs::read_to_string(&path).unwrap();
        let (asked, _) = kept.split_once(ANSWER).unwrap_or((&kept, ""));
        let mut head = Vec::new();
        let mut files: Vec<(String, String)> = Vec::new();
        for line in asked.split_inclusive('\n') {
            let name = line
                .strip_prefix("-- ")
                .and_then(|rest| rest.strip_suffix(" --\n"));
            match (name, files.last_mut()) {
                (Some(name), _) => files.push((name.to_owned(), String::new())),
                (None, Some((_, text))) => text.push_str(line),
                (None, None) => head.push(line.trim_end().to_owned()),
            }
        }
        let mut open = files.first().unwrap().0.clone();
        let mut place = (0, 0);
        for (name, text) in &mut files {
            if let Some(start) = text.find("$0") {
                text.replace_range(start..start + 2, "");
                let end = text.find("$1");
                if let Some(end) = end {
                    text.replace_range(end..end + 2, "");
                }
                place = (start, end.unwrap_or(start));
                open.clone_from(name);
            }
        }
        Self {
            asked: asked.to_owned(),
            head,
            files: files.into_iter().collect(),
            open,
            place,
            path,
        }
    }

    /// The file, with this answer.
    pub(crate) fn with(&self, answer: &str) -> String {
        [&self.asked, ANSWER, answer].concat()
    }

    /// What a request wants besides a place.
    pub(crate) fn argument(&self, name: &str) -> Option<&str> {
        let mut values = self.head.iter().filter_map(|line| line.split_once(": "));
        values.find(|(one, _)| *one == name).map(|(_, value)| value)
    }

    /// Asks a server of its own, and puts what it answers into words.
    pub(crate) fn run(&self, method: &str, words: fn(&Asked<'_>, &Value) -> String) -> String {
        let folder = Folder::new();
        for (name, text) in &self.files {
            folder.write(name, text);
        }
        let mut client = Client::of(folder.root());
        let uri = address(&folder.path(&self.open));
        let text = &self.files[&self.open];
        client.open(&uri, text);
        let range = range(text, self.place.0, self.place.1, UNITS);
        let mut params = json!({
            "textDocument": {"uri": uri},
            "position": range["start"],
            "range": range,
            "context": {"diagnostics": [], "includeDeclaration": true, "triggerKind": 1},
            "options": {"tabSize": 4, "insertSpaces": true},
            "newName": self.argument("new name").unwrap_or_default(),
            "query": self.argument("query").unwrap_or_default(),
        });
        if let Some(kind) = self.argument("only") {
            params["context"]["only"] = json!([kind]);
        }
        if method == "textDocument/inlayHint" && self.place == (0, 0) {
            params["range"] = crate::lsp::text::range(text, 0, text.len(), UNITS);
        }
        let answer = client.request(method, params);
        assert_eq!(client.end(), Some(0), "{}", self.path.display());
        let asked = Asked {
            case: self,
            root: folder.root(),
        };
        match answer {
            Ok(Value::Null) => "nothing\n".to_owned(),
            Ok(answer) => asked.named(&words(&asked, &answer)),
            Err((-32803, reason)) => format!("refused: {reason}\n"),
            Err((code, reason)) => panic!("{}: {code}, {reason}", self.path.display()),
        }
    }
}

/// A case in its folder.
pub(crate) struct Asked<'c> {
    case: &'c Case,
    root: &'c Path,
}

impl Asked<'_> {
    /// The name of a file, and its text.
    pub(crate) fn file(&self, uri: &Value) -> (&str, &str) {
        let mut files = self.case.files.iter();
        let found = files.find(|(name, _)| *uri == address(&self.root.join(name)));
        let (name, text) = found.unwrap_or_else(|| panic!("{uri} is no file of the case"));
        (name, text)
    }

    /// A place in the open file, with what stands there.
    pub(crate) fn place(&self, range: &Value) -> String {
        let text = &self.case.files[&self.case.open];
        format!("{} `{}`", lines(range), excerpt(text, range))
    }

    /// A place in any file, with what stands there.
    pub(crate) fn location(&self, uri: &Value, range: &Value) -> String {
        let (name, text) = self.file(uri);
        format!("{name}:{} `{}`", lines(range), excerpt(text, range))
    }

    /// The text of the open file.
    pub(crate) fn text(&self) -> &str {
        &self.case.files[&self.case.open]
    }

    /// Every file that an edit of the workspace changes, as it is then.
    pub(crate) fn changed(&self, edit: &Value) -> String {
        let mut files: Vec<String> = Vec::new();
        for (uri, edits) in edit["changes"].as_object().unwrap() {
            let (name, text) = self.file(&json!(uri));
            files.push(format!("-- {name} --\n{}", edited(text, edits, UNITS)));
        }
        files.sort();
        files.concat()
    }

    /// Words without where the folder is.
    fn named(&self, words: &str) -> String {
        let address = address(self.root);
        let path = self.root.to_str().unwrap();
        words.replace(&address, "ROOT").replace(path, "ROOT")
    }
}

/// From where to where, counted from 1.
pub(crate) fn lines(range: &Value) -> String {
    let place = |end: &str| {
        let number = |name: &str| range[end][name].as_u64().unwrap() + 1;
        format!("{}:{}", number("line"), number("character"))
    };
    format!("{}-{}", place("start"), place("end"))
}

/// What stands in a range, at most its first line.
fn excerpt(text: &str, range: &Value) -> String {
    let bytes = byte(text, &range["start"], UNITS)..byte(text, &range["end"], UNITS);
    let excerpt = part(text, bytes);
    match excerpt.split_once('\n') {
        Some((first, _)) => format!("{first}…"),
        None => excerpt.to_owned(),
    }
}
