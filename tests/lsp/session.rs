//! A session of 1,000 random edits from a fixed seed, once for each way of counting columns: the server has the texts
//! that the client has, says what a fresh process says, and never dies.
//!
//! No request of the protocol shows a whole text, and a request for tests has no place in a server. So after every
//! edit the text is compared in two ways. The same change, as JSON, is given to [`Document`], which is the one place
//! where the server changes texts: what it has then is the text that the client has by its own counting. And the
//! server itself is asked for the tokens of its text, which have to be those of the client's text: one character
//! that is missing, or at another place, shifts what stands behind it. Every 50th edit, what it says is wrong with
//! the texts, places and words, is compared with what `netpolc check` says of them in a folder.

use lsp_types::{PositionEncodingKind, TextDocumentContentChangeEvent, TextDocumentItem};
use netpolc::lsp::{Document, Encoding};
use netpolc::syntax::classes::{Class, classes};
use serde_json::{Value, json};

use crate::lsp::text::{Units, boundaries, part, place, range};
use crate::properties::random::Random;
use crate::support::golden::{files, root};
use crate::support::lsp::{Client, address};
use crate::support::{Folder, say};

const SEED: u64 = 20_261_128;
const EDITS: usize = 1_000;

/// How many edits there are from one comparison with a fresh process to the next.
const STRIDE: usize = 50;

/// The files that are edited.
const OPEN: [&str; 2] = ["shop.netpol", "names.netpol"];

const NAMES: &str = "\
group web = shop/frontend, shop/admin
network office = 10.0.0.0/8 except 10.1.0.0/16
workload cart = [app=cart, tier in (a, b)] # é → 🚀
";

const SHOP: &str = "\
use \"names.netpol\"
manifests \"k8s\"
namespace shop

allow web -> cart:http because \"the basket 🚀 of é\"
allow office, internet -> frontend:8080\r\n\
allow frontend -> backend:http, backend:9090 because \"→ 🚀🚀\"\r
isolate cart ingress
expect frontend -> backend:http
expect deny office -> backend
";

/// On the disk, and of the same run.
const OTHER: &str = "\
use \"names.netpol\"
use \"shop.netpol\"
namespace shop
allow web -> backend:http
allow cart -> backend:5432
";

const MANIFEST: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: frontend, namespace: shop}
spec:
  selector: {matchLabels: {app: frontend}}
  template:
    metadata: {labels: {app: frontend}}
    spec:
      containers:
      - {name: a, image: a, ports: [{name: http, containerPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend, namespace: shop}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
      - {name: a, image: a, ports: [{name: http, containerPort: 8080}]}
";

/// What is inserted besides lines of the examples.
const PIECES: [&str; 28] = [
    "é",
    "→",
    "🚀",
    "\r",
    "\r\n",
    "\n",
    " ",
    "\"",
    "#",
    "}",
    "a",
    "use \"names.netpol\"\n",
    "use \"shop.netpol\"\r\n",
    "use \"missing.netpol\"\n",
    "manifests \"k8s\"\n",
    "manifests \"k8s/none.yaml\"\r",
    "namespace shop\n",
    "namespace shop, store {\n",
    "namespace é\n",
    " because \"é → 🚀\"",
    "allow frontend -> backend:http\n",
    "allow web -> cart:8080 because \"🚀\" # 🚀\r\n",
    "group web = frontend\n",
    "workload frontend, cart\n",
    "isolate any\n",
    "expect office -> cart:80\n",
    "# 🚀 é\r",
    "🚀🚀\n\n",
];

/// A document of the client, and of the server by its own rules.
struct Open {
    uri: String,
    text: String,
    document: Document,
}

#[test]
fn the_server_has_the_text_of_its_client_by_bytes() {
    Session::run(Units::Utf8);
}

#[test]
fn the_server_has_the_text_of_its_client_by_utf_16() {
    Session::run(Units::Utf16);
}

#[test]
fn the_server_has_the_text_of_its_client_by_characters() {
    Session::run(Units::Utf32);
}

struct Session {
    units: Units,
    random: Random,
    lines: Vec<String>,
    /// The files are there while the session is.
    _folder: Folder,
    client: Client,
    open: Vec<Open>,
}

impl Session {
    fn run(units: Units) {
        say(&format!(
            "{EDITS} edits by {} from seed {SEED}",
            units.name()
        ));
        let mut session = Self::new(units);
        let mut said = 0;
        for edit in 1..=EDITS {
            let at = session.edit();
            session.compare_tokens(at, edit);
            if edit % STRIDE == 0 {
                said += session.compare_diagnostics(edit);
            }
        }
        // What never says anything would agree as well.
        assert!(
            said > EDITS / STRIDE,
            "only {said} diagnostics were compared"
        );
        assert_eq!(session.client.end(), Some(0));
    }

    fn new(units: Units) -> Self {
        let folder = Folder::new()
            .file(OPEN[0], SHOP)
            .file(OPEN[1], NAMES)
            .file("other.netpol", OTHER)
            .file("k8s/shop.yaml", MANIFEST);
        let mut client = Client::of_folders(&[folder.root()], &units.capabilities());
        let open = [SHOP, NAMES].into_iter().zip(OPEN).map(|(text, name)| {
            let uri = address(&folder.path(name));
            client.open(&uri, text);
            Open {
                document: opened(&uri, text, units),
                text: text.to_owned(),
                uri,
            }
        });
        let open = open.collect();
        Self {
            units,
            random: Random::new(SEED),
            lines: lines(),
            _folder: folder,
            client,
            open,
        }
    }

    /// Edits one of the documents, by one change or several; which.
    fn edit(&mut self) -> usize {
        let at = self.random.below(self.open.len());
        let mut text = self.open[at].text.clone();
        let mut changes = Vec::new();
        let count = if self.random.chance(15) {
            2 + self.random.below(3)
        } else {
            1
        };
        while changes.len() < count {
            let (change, after) = self.changed(&text, at);
            // No path is to lead out of the folder: the server reads those when a file is saved.
            if after.contains("\"/") || after.contains("..") {
                continue;
            }
            changes.push(change);
            text = after;
        }
        let open = &mut self.open[at];
        self.client.change(&open.uri, &changes);
        let changes = changes.into_iter();
        let changes: Vec<TextDocumentContentChangeEvent> = changes
            .map(|change| serde_json::from_value(change).unwrap())
            .collect();
        open.document.change(2, changes);
        assert_eq!(open.document.text(), text, "by {}", self.units.name());
        open.text = text;
        at
    }

    /// A change of a text, and the text behind it.
    fn changed(&mut self, text: &str, at: usize) -> (Value, String) {
        let random = &mut self.random;
        if random.chance(3) || text.len() > 4_000 {
            let text = [SHOP, NAMES][at];
            return (json!({"text": text}), text.to_owned());
        }
        let places: Vec<usize> = boundaries(text).collect();
        let is_end = |at: usize| at == text.len() || part(text, at..).starts_with(['\r', '\n']);
        let ends = (0..places.len()).filter(|at| is_end(places[*at]));
        let ends: Vec<usize> = ends.collect();
        // The ends of lines are where counting goes wrong.
        let from = if random.chance(20) {
            random.pick(&ends)
        } else {
            random.below(places.len())
        };
        let kind = random.below(100);
        let to = match kind {
            0..50 => from,
            50..85 => (from + 1 + random.below(8)).min(places.len() - 1),
            _ => (from + random.below(60)).min(places.len() - 1),
        };
        let new = match kind {
            50..70 => String::new(),
            _ if random.chance(40) => random.pick(&self.lines),
            _ => random.pick(&PIECES).to_owned(),
        };
        let (from, to) = (places[from], places[to]);
        let mut range = range(text, from, to, self.units);
        if is_end(to) && random.chance(50) {
            // Behind the end of a line is at its end.
            let column = range["end"]["character"].as_u64().unwrap();
            range["end"]["character"] = json!(column + 7);
        }
        let after = [part(text, ..from), &new, part(text, to..)].concat();
        (json!({"range": range, "text": new}), after)
    }

    /// Compares the tokens of a document.
    fn compare_tokens(&mut self, at: usize, edit: usize) {
        let open = &self.open[at];
        let params = json!({"textDocument": {"uri": open.uri}});
        let answer = self.client.ask("textDocument/semanticTokens/full", params);
        let expected = tokens(&open.text, self.units);
        // A token's type and modifiers are the legend's; its place is what this is about.
        let numbers = answer["data"].as_array().unwrap().chunks(5);
        let places = numbers.map(|one| [0, 1, 2].map(|at| one[at].as_u64().unwrap()));
        let text = &open.text;
        assert!(
            places.eq(expected),
            "edit {edit} by {}, of {text:?}",
            self.units.name()
        );
    }

    /// Compares what is said of the documents with what a fresh process says; how much it is.
    fn compare_diagnostics(&mut self, edit: usize) -> usize {
        let folder = Folder::new()
            .file("other.netpol", OTHER)
            .file("k8s/shop.yaml", MANIFEST);
        for (open, name) in self.open.iter().zip(OPEN) {
            folder.write(name, &open.text);
        }
        let ran = folder.netpolc(&["check", "--format", "json"]).output();
        assert!(matches!(ran.status, Some(0 | 1)), "{}", ran.stderr);
        let fresh: Vec<Value> = serde_json::from_str(&ran.stdout).unwrap();
        self.client.settled(&self.open[0].uri);
        let mut count = 0;
        for (open, name) in self.open.iter().zip(OPEN) {
            let said = self.client.known(&open.uri).into_iter().map(|one| {
                json!([one["code"], one["severity"], one["message"], one["range"]]).to_string()
            });
            let fresh = fresh
                .iter()
                .filter_map(|one| seen(one, name, &open.text, self.units));
            let (mut said, mut fresh): (Vec<_>, Vec<_>) = (said.collect(), fresh.collect());
            said.sort();
            fresh.sort();
            assert_eq!(said, fresh, "edit {edit}, {name}: {:?}", open.text);
            count += said.len();
        }
        count
    }
}

/// The lines of the examples, none of which leads out of a folder.
fn lines() -> Vec<String> {
    let mut lines = Vec::new();
    for path in files(&root().join("examples"), ".netpol") {
        let text = std::fs::read_to_string(path).unwrap();
        lines.extend(text.split_inclusive('\n').map(str::to_owned));
    }
    lines.retain(|line| !line.contains(".."));
    assert!(lines.len() > 200, "only {} lines", lines.len());
    lines
}

/// The document as the server has it.
fn opened(uri: &str, text: &str, units: Units) -> Document {
    let item = TextDocumentItem {
        uri: uri.parse().unwrap(),
        language_id: "netpol".to_owned(),
        version: 1,
        text: text.to_owned(),
    };
    let kind = PositionEncodingKind::new(units.name());
    let encoding = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]
        .into_iter()
        .find(|one| one.kind() == kind);
    Document::opened(item, encoding.unwrap())
}

/// Where the tokens of a text are: lines and columns since the one before, and lengths.
fn tokens(text: &str, units: Units) -> Vec<[u64; 3]> {
    let mut before = (0, 0);
    let coloured = classes(text).into_iter();
    let coloured = coloured.filter(|one| one.class != Class::Punctuation);
    let mut found = Vec::new();
    for one in coloured {
        let mut start = one.start as usize;
        // A comment goes on behind a CR, which ends a line; a token does not.
        for part in part(text, start..one.end as usize).split_inclusive(['\r', '\n']) {
            let length = units.count(part.trim_end_matches(['\r', '\n']));
            if length > 0 {
                let (line, column) = place(text, start, units);
                let lines = line - before.0;
                let columns = if lines == 0 {
                    column - before.1
                } else {
                    column
                };
                before = (line, column);
                let counts = [lines, columns, length];
                found.push(counts.map(|count| u64::try_from(count).unwrap()));
            }
            start += part.len();
        }
    }
    found
}

/// What a client sees in an open document of what `netpolc check` says; nothing where it belongs elsewhere.
fn seen(one: &Value, name: &str, text: &str, units: Units) -> Option<String> {
    let labels = one["labels"].as_array().unwrap();
    let is_open = |label: &Value| OPEN.iter().any(|open| label["file"] == *open);
    let label = if is_open(one) {
        labels
            .iter()
            .find(|label| label["primary"] == true)
            .filter(|_| one["file"] == name)
    } else {
        labels.iter().find(|label| label["file"] == name)
    }?;
    let severity = match one["severity"].as_str().unwrap() {
        "error" => 1,
        "warning" => 2,
        _ => 3,
    };
    let words = |value: &Value| value.as_str().unwrap().to_owned();
    let mut message = vec![words(&one["message"])];
    let notes = one["notes"].as_array().unwrap().iter();
    message.extend(notes.map(|note| format!("note: {}", words(note))));
    let help = one["help"].as_str();
    message.extend(help.map(|help| format!("help: {help}")));
    let code = [words(&one["code"]), words(&one["slug"])].join(" ");
    let bytes = ["start", "end"].map(|end| byte(text, &label[end]));
    let range = range(text, bytes[0], bytes[1], units);
    Some(json!([code, severity, message.join("\n"), range]).to_string())
}

/// The byte at a place as the command line has it: lines end at LF, columns are characters, both count from 1.
fn byte(text: &str, at: &Value) -> usize {
    let number = |name: &str| usize::try_from(at[name].as_u64().unwrap()).unwrap() - 1;
    let lines = text.split_inclusive('\n');
    let before: usize = lines.take(number("line")).map(str::len).sum();
    let inner = part(text, before..).chars().take(number("column"));
    before + inner.map(char::len_utf8).sum::<usize>()
}
